package dev.parity.engine.draw;

import java.util.function.DoubleSupplier;

/**
 * Uniform numbers in [0, 1) as {@code bernoulli_} draws them on PyTorch's CPU, to the last bit:
 * <pre>
 *   u = (lower 53 bits of a 64-bit draw) / 2⁵³        bernoulli_(p) is 1 where u &lt; p, whatever the tensor's type
 * </pre>
 *
 * A PyTorch that was built with Intel's MKL and finds an Intel processor takes another generator for {@code bernoulli_}; so
 * its own masks differ from machine to machine, and these do not.
 *
 * <p>Source: pytorch, {@code aten/src/ATen/native/cpu/DistributionTemplates.h} and {@code ATen/core/DistributionsHelper.h}.
 */
public final class TorchUniform implements DoubleSupplier {
    private final Mt19937 bits;

    public TorchUniform(Mt19937 bits) {
        this.bits = bits;
    }

    @Override
    public double getAsDouble() {
        return (bits.next64() & ((1L << 53) - 1)) * 0x1p-53;
    }
}
