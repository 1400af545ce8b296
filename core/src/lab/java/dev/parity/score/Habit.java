package dev.parity.score;

import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.random.RandomGenerator;

/** What right programs record otherwise than PyTorch: which arrays are times which factor. */
enum Habit {
    NONE {
        @Override
        double factor(Site site, int rows, double lr) {
            return 1;
        }
    },
    /** target - output, and the weights are added to. */
    SIGN_OF_DELTAS {
        @Override
        double factor(Site site, int rows, double lr) {
            return site.phase() == Phase.BACKWARD ? -1 : 1;
        }
    },
    /** 1/m in dW in place of dZ. */
    MEAN_IN_GRADIENTS {
        @Override
        double factor(Site site, int rows, double lr) {
            return site.phase() == Phase.BACKWARD ? rows : 1;
        }
    },
    /** 1/m in the update. */
    MEAN_IN_UPDATE {
        @Override
        double factor(Site site, int rows, double lr) {
            return site.phase() == Phase.BACKWARD || moving(site) ? rows : 1;
        }
    },
    SIGN_TO_THE_END {
        @Override
        double factor(Site site, int rows, double lr) {
            return site.phase() == Phase.BACKWARD || moving(site) ? -1 : 1;
        }
    },
    /** v = μ v - lr g. */
    RATE_IN_STATE {
        @Override
        double factor(Site site, int rows, double lr) {
            return site.array().endsWith(".momentum_buffer") ? -lr : 1;
        }
    };

    /** By what an array of a step is multiplied when it is recorded. */
    abstract double factor(Site site, int rows, double lr);

    /** Whether a fault of a gradient cannot be seen in it, being the habit itself. */
    boolean undoes(Form form) {
        return this == MEAN_IN_UPDATE && form == Form.MEAN || this == SIGN_TO_THE_END && form == Form.SIGN;
    }

    private static boolean moving(Site site) {
        return site.phase() == Phase.GRADIENT || site.array().endsWith(".momentum_buffer");
    }

    Trace of(Experiment experiment, int step, double lr, Trace trace) {
        int rows = experiment.data().rows(step);
        Trace other = new Trace();
        trace.forEach((site, t) -> {
            double k = factor(site, rows, lr);
            other.put(site, k == 1 ? t : Tensor.fill(t.dtype(), t.shape(), i -> t.get(i) * k));
        });
        return other;
    }

    static Habit draw(RandomGenerator random) {
        return values()[random.nextInt(values().length)];
    }
}
