package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Predicate;

/** Of linear layers: y (N, out) = x (N, in) Wᵀ + b. */
final class LinearFaults {
    private static final String KIND = "Linear";
    private static final Predicate<Operation> DX = on(Phase.BACKWARD, "dx", KIND);
    private static final Predicate<Operation> WEIGHT = on(Phase.GRADIENT, "weight", KIND);
    private static final Predicate<Operation> BIAS = on(Phase.GRADIENT, "bias", KIND);
    private static final Predicate<Operation> SQUARE = o -> o.number("in_features") == o.number("out_features");

    private LinearFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "bias-grad-not-summed-over-batch",
                    "the bias's gradient is the last row of dy; right is the sum of dy over the batch",
                    BIAS,
                    at -> {
                        Tensor dy = at.dy();
                        int last = dy.size() - at.right().size();
                        return at.each(i -> dy.get(last + i));
                    }),
            new Fault(
                    "bias-grad-summed-over-everything",
                    "the bias's gradient is the sum of all of dy, the same for every unit; right is the sum over the batch alone",
                    BIAS,
                    at -> {
                        Tensor dy = at.dy();
                        double sum = 0;
                        for (int i = 0; i < dy.size(); i++) {
                            sum += dy.get(i);
                        }
                        double all = sum;
                        return at.each(i -> all);
                    }),
            new Fault(
                    "bias-grad-mean-instead-of-sum",
                    "the bias's gradient is the mean of dy over the batch; right is the sum",
                    BIAS,
                    at -> {
                        Axis batch = new Axis(
                                at.right().size(),
                                at.dy().size() / at.right().size(),
                                at.right().size());
                        return at.each(i -> batch.sum(i, at.dy()::get) / batch.length());
                    }),
            new Fault(
                    "linear-grad-transposed",
                    "the weight's gradient is computed as x^T dy and stored as it lies; right is dy^T x",
                    WEIGHT,
                    at -> {
                        Tensor right = at.right();
                        int out = right.shape().dim(0);
                        int in = right.shape().dim(1);
                        return at.each(i -> right.get(i % out * in + i / out));
                    }),
            new Fault(
                    "grads-zeroed-inside-backward",
                    "the gradients are zeroed in the backward of each sample, so that the last one's stays; right is the sum over the batch",
                    WEIGHT,
                    at -> {
                        Lines l = new Lines(at);
                        return at.each(i -> l.dy(l.rows - 1, i / l.in) * l.x(l.rows - 1, i % l.in));
                    }),
            new Fault(
                    "linear-weight-layout",
                    "y = x W with a W that lies as (out, in); right is x W^T",
                    on(Phase.FORWARD, "y", KIND).and(SQUARE),
                    at -> {
                        Lines l = new Lines(at);
                        return at.each(i -> {
                            double sum = at.reads("bias") ? at.of("bias").get(i % l.out) : 0;
                            for (int k = 0; k < l.in; k++) {
                                sum += l.x(i / l.out, k) * l.w(k, i % l.out);
                            }
                            return sum;
                        });
                    }),
            new Fault(
                    "delta-uses-w-not-w-transpose",
                    "the gradient goes back through the weight the wrong way round, dx = dy W^T; right is dy W",
                    DX.and(SQUARE),
                    at -> {
                        Lines l = new Lines(at);
                        return l.back((n, i, o) -> l.w(i, o));
                    }),
            new Fault(
                    "bias-unit-kept-in-delta",
                    "dx begins with the gradient of the constant 1 that carries the bias, and all units stand one place too far; right is without it",
                    DX.and(o -> o.reads("bias")),
                    at -> {
                        Lines l = new Lines(at);
                        Tensor b = at.of("bias");
                        return l.back((n, i, o) -> i == 0 ? b.get(o) : l.w(o, i - 1));
                    }),
            new Fault(
                    "weights-updated-before-upstream-grad",
                    "the weight is updated before the gradient goes back through it; right is to use the old one",
                    DX,
                    at -> {
                        Lines l = new Lines(at);
                        double lr = at.rate();
                        double[] updated = new double[l.out * l.in];
                        for (int j = 0; j < updated.length; j++) {
                            updated[j] = l.w(j / l.in, j % l.in);
                            for (int n = 0; n < l.rows; n++) {
                                updated[j] -= lr * l.dy(n, j / l.in) * l.x(n, j % l.in);
                            }
                        }
                        return l.back((n, i, o) -> updated[o * l.in + i]);
                    }));

    /** What stands for the weight between the o-th output and the i-th input in row n. */
    @FunctionalInterface
    private interface Between {
        double at(int n, int i, int o);
    }

    /** The operands as matrices. */
    private static final class Lines {
        private final Operands at;
        private final Tensor dy;
        final int in;
        final int out;
        final int rows;
        private final Tensor x;
        private final Tensor w;

        Lines(Operands at) {
            this.at = at;
            this.in = (int) at.number("in_features");
            this.out = (int) at.number("out_features");
            this.x = at.x();
            this.w = at.of("weight");
            this.rows = x.size() / in;
            this.dy = at.reads("dy") ? at.dy() : at.right();
        }

        double x(int n, int i) {
            return x.get(n * in + i);
        }

        double w(int o, int i) {
            return w.get(o * in + i);
        }

        double dy(int n, int o) {
            return dy.get(n * out + o);
        }

        /** dx = Σₒ dyₒ times what stands between. */
        Tensor back(Between weight) {
            return at.each(j -> {
                double sum = 0;
                for (int o = 0; o < out; o++) {
                    sum += dy(j / in, o) * weight.at(j / in, j % in, o);
                }
                return sum;
            });
        }
    }
}
