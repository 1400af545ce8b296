package dev.parity.score;

import dev.parity.tensor.Tensor;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How an array goes wrong. Each form turns a right array into a wrong one of its shape and type. */
enum Form {
    /** Times 1 + eps, with eps from 1e-9 to 1. */
    SCALE {
        @Override
        Tensor wrong(Tensor t, Optional<Tensor> before, int rows, double eps, int at) {
            return Tensor.fill(t.dtype(), t.shape(), i -> t.get(i) * (1 + eps));
        }
    },
    SIGN {
        @Override
        Tensor wrong(Tensor t, Optional<Tensor> before, int rows, double eps, int at) {
            return Tensor.fill(t.dtype(), t.shape(), i -> -t.get(i));
        }
    },
    /** The last two dimensions read in the other order. */
    TRANSPOSE {
        @Override
        Tensor wrong(Tensor t, Optional<Tensor> before, int rows, double eps, int at) {
            int rank = t.shape().rank();
            if (rank < 2 || t.size() == 0) {
                return t;
            }
            int h = t.shape().dim(rank - 2);
            int w = t.shape().dim(rank - 1);
            return t.gather(t.shape(), i -> i / (h * w) * h * w + i % h * w + i % (h * w) / h);
        }
    },
    /** One element, by a factor of 1 + eps. */
    ELEMENT {
        @Override
        Tensor wrong(Tensor t, Optional<Tensor> before, int rows, double eps, int at) {
            int hit = at % t.size();
            return Tensor.fill(t.dtype(), t.shape(), i -> i == hit ? t.get(i) * (1 + eps) : t.get(i));
        }
    },
    /** A slice of the first dimension is left out. */
    ROW {
        @Override
        Tensor wrong(Tensor t, Optional<Tensor> before, int rows, double eps, int at) {
            if (t.shape().rank() == 0) {
                return t;
            }
            int width = t.size() / t.shape().dim(0);
            int hit = at % t.shape().dim(0);
            return Tensor.fill(t.dtype(), t.shape(), i -> i / width == hit ? 0 : t.get(i));
        }
    },
    ZERO {
        @Override
        Tensor wrong(Tensor t, Optional<Tensor> before, int rows, double eps, int at) {
            return Tensor.fill(t.dtype(), t.shape(), i -> 0);
        }
    },
    /** Divided by the batch once too often. */
    MEAN {
        @Override
        Tensor wrong(Tensor t, Optional<Tensor> before, int rows, double eps, int at) {
            return Tensor.fill(t.dtype(), t.shape(), i -> t.get(i) / rows);
        }
    },
    /** The array of the step before. */
    STALE {
        @Override
        Tensor wrong(Tensor t, Optional<Tensor> before, int rows, double eps, int at) {
            return before.filter(b -> b.shape().equals(t.shape())).orElse(t);
        }
    };

    /**
     * @param before the array of the step before, if there was one
     * @param rows of the batch
     * @param at which element or row
     */
    abstract Tensor wrong(Tensor right, Optional<Tensor> before, int rows, double eps, int at);

    static Form draw(RandomGenerator random) {
        return random.nextDouble() < 0.3 ? SCALE : values()[random.nextInt(values().length)];
    }
}
