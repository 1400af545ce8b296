package dev.parity.tensor;
public final class TensorFile { public static Tensor read(java.nio.file.Path p, java.util.Optional<String> k){ throw new BadInput("soon"); } }
