package dev.parity.spec;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;

/** Where a tensor of a spec comes from: drawn from the generator in the order written, or given. */
public sealed interface Source {
    Shape shape();

    /** What the elements are before the experiment's own type is put on them. */
    boolean integers();

    /** Standard normal numbers. */
    record Randn(Shape shape) implements Source {
        @Override
        public boolean integers() {
            return false;
        }
    }

    /** Uniform on [low, high). */
    record Uniform(Shape shape, double low, double high) implements Source {
        @Override
        public boolean integers() {
            return false;
        }
    }

    /** Whole numbers, uniform on [low, high). */
    record Randint(Shape shape, long low, long high) implements Source {
        @Override
        public boolean integers() {
            return true;
        }
    }

    /** Written in the spec or read from a file. */
    record Given(Tensor tensor) implements Source {
        @Override
        public Shape shape() {
            return tensor.shape();
        }

        @Override
        public boolean integers() {
            return tensor.dtype() == DType.INT64;
        }
    }
}
