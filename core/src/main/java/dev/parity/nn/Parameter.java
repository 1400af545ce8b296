package dev.parity.nn;

import dev.parity.tensor.Shape;

/** A parameter or buffer of a layer, under its state-dict name, with PyTorch's own way to fill it. */
public record Parameter(String name, Shape shape, Init init) {}
