/**
 * Random numbers as NumPy and PyTorch draw them, in plain Java. Imports {@code tensor} only, and loads no native
 * library.
 *
 * <p>A seed in a spec stands for the numbers that a program in Python gets from the same seed, so these generators are
 * theirs to the last bit. What libtorch draws itself (tensors, initial weights) is left to libtorch; here is what it
 * has no call for: NumPy's legacy stream and the order of a shuffling {@code DataLoader}.
 *
 * <p>NumPy's {@code default_rng} is not here: its normal numbers rest on tables that no formula gives back.
 */
package dev.parity.engine.draw;
