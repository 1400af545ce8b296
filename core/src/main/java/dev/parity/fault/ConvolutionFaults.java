package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Of convolutions: yₒ(p) = bₒ + Σ Wₒᵢ(k) xᵢ(s p + d k - z). */
final class ConvolutionFaults {
    private static final String[] KINDS = {"Conv1d", "Conv2d", "Conv3d"};
    private static final Predicate<Operation> Y = on(Phase.FORWARD, "y", KINDS);
    private static final Predicate<Operation> DX = on(Phase.BACKWARD, "dx", KINDS);
    private static final Predicate<Operation> BACK = DX.or(on(Phase.GRADIENT, "weight", KINDS));
    private static final Predicate<Operation> PADDED =
            o -> o.options().get("padding") instanceof List && any(o, "padding", 0);
    private static final Predicate<Operation> STRIDED =
            o -> o.options().get("padding") instanceof List && any(o, "stride", 1);

    private ConvolutionFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "conv-flipped-kernel",
                    "the kernel is turned around, as mathematics convolves; right is to slide it as it lies",
                    Y.and(o -> any(o, "kernel_size", 1) && o.options().get("padding") instanceof List),
                    at -> {
                        Sum sum = new Sum(at, at.right(), t -> t);
                        return sum.forward(k -> sum.taps.kernel().size() - 1 - k);
                    }),
            new Fault(
                    "conv-double-padding",
                    "the input is padded, and the padding is applied again; right is once",
                    Y.and(PADDED),
                    at -> new Sum(at, at.right(), t -> t.padded(times(t.padding(), 2, 0))).forward(k -> k)),
            new Fault(
                    "same-padding-asymmetric",
                    "one zero of the padding stands at the end in place of the beginning, as TensorFlow's SAME has it; right is as many at both ends",
                    Y.and(PADDED).and(STRIDED),
                    at -> new Sum(at, at.right(), t -> t.padded(times(t.padding(), 1, 1))).forward(k -> k)),
            new Fault(
                    "conv-backward-stride-ignored",
                    "the backward takes the windows side by side; right is a stride apart, as in the forward",
                    BACK.and(STRIDED),
                    back(Taps::unstrided)),
            new Fault(
                    "conv-forward-offset-not-in-backward",
                    "the backward leaves out the padding, by which the forward shifts its windows; right is the same windows",
                    BACK.and(PADDED),
                    back(t -> t.padded(new int[t.padding().length]))),
            new Fault(
                    "conv-transpose-output-padding",
                    "dx is made as long as the windows reach, and its end is missing where the stride leaves a remainder; right is as long as x",
                    DX.and(PADDED).and(STRIDED),
                    at -> {
                        Taps taps = Taps.of(at, at.dy().shape());
                        return at.each(i -> {
                            int[] index = taps.in().index(i % taps.in().size());
                            for (int d = 0; d < index.length; d++) {
                                if (index[d] >= taps.in().dim(d) - taps.left(d)) {
                                    return 0;
                                }
                            }
                            return at.right().get(i);
                        });
                    }),
            new Fault(
                    "col2im-overwrite",
                    "the gradients of overlapping windows are written over each other; right is to add them up",
                    DX.and(o -> o.options().get("padding") instanceof List),
                    at -> {
                        Sum sum = new Sum(at, at.dy(), t -> t);
                        double[] dx = new double[at.x().size()];
                        int[] last = new int[dx.length];
                        int map = sum.taps.out().size();
                        sum.each((y, x, w) -> last[x] = Math.max(last[x], y % map));
                        sum.each((y, x, w) ->
                                dx[x] += y % map == last[x] ? at.dy().get(y) * sum.weight.get(w) : 0);
                        return at.all(dx);
                    }));

    private static boolean any(Operation conv, String option, double above) {
        return conv.numbers(option).stream().anyMatch(n -> n > above);
    }

    private static int[] times(int[] padding, int factor, int less) {
        return Arrays.stream(padding).map(z -> Math.max(0, factor * z - less)).toArray();
    }

    /** dx or dweight with other windows. */
    private static Function<Operands, Tensor> back(UnaryOperator<Taps> other) {
        return at -> {
            Sum sum = new Sum(at, at.dy(), other);
            double[] made = new double[at.right().size()];
            Tensor from = at.dy();
            Tensor input = at.x();
            boolean dx = at.operation().isDx();
            sum.each((y, x, w) -> made[dx ? x : w] += from.get(y) * (dx ? sum.weight.get(w) : input.get(x)));
            return at.all(made);
        };
    }

    /** The terms of the sum: an element of y, of x and of the weight each. */
    private static final class Sum {
        final Operands at;
        final Taps taps;
        final Tensor weight;
        private final int out;
        private final int in;
        private final int groups;

        Sum(Operands at, Tensor y, UnaryOperator<Taps> other) {
            this.at = at;
            this.taps = other.apply(Taps.of(at, y.shape()));
            this.weight = at.of("weight");
            this.groups = (int) at.number("groups");
            this.out = weight.shape().dim(0);
            this.in = weight.shape().dim(1);
        }

        interface Term {
            void at(int y, int x, int w);
        }

        void each(Term term) {
            int taken = taps.kernel().size();
            int from = taps.in().size();
            int to = taps.out().size();
            int[] places = new int[to * taken]; // the same in every map
            for (int i = 0; i < places.length; i++) {
                places[i] = taps.at(i / taken, i % taken);
            }
            int samples = at.x().size() / (in * groups * from);
            for (int j = 0; j < samples * out * to; j++) {
                int o = j / to % out;
                int channel = j / (to * out) * in * groups + o / (out / groups) * in;
                for (int ik = 0; ik < in * taken; ik++) {
                    int x = places[j % to * taken + ik % taken];
                    if (x >= 0) {
                        term.at(j, (channel + ik / taken) * from + x, o * in * taken + ik);
                    }
                }
            }
        }

        /** @param tap which element of the kernel takes the place of which */
        Tensor forward(IntUnaryOperator tap) {
            double[] sums = new double[at.right().size()];
            Tensor input = at.x();
            int taken = taps.kernel().size();
            each((y, x, w) -> sums[y] += input.get(x) * weight.get(w / taken * taken + tap.applyAsInt(w % taken)));
            int to = taps.out().size();
            return at.each(i -> sums[i] + (at.reads("bias") ? at.of("bias").get(i / to % out) : 0));
        }
    }
}
