package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Predicate;

/** Of layers that pick: pooling picks from windows, an embedding rows, a dropout what is kept. */
final class PickFaults {
    private static final Predicate<Operation> MAX_DX = on(Phase.BACKWARD, "dx", "MaxPool1d", "MaxPool2d");
    private static final Predicate<Operation> DROPS = o -> o.flag("training") && o.number("p") > 0 && o.number("p") < 1;
    private static final Predicate<Operation> DROPOUT = on(Phase.FORWARD, "y", "Dropout")
            .or(on(Phase.BACKWARD, "dx", "Dropout"))
            .and(DROPS);

    private PickFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "maxpool-overlap-assign",
                    "an element that is the largest of several windows has the gradient of the last; right is their sum",
                    MAX_DX,
                    at -> {
                        double[] dx = new double[at.right().size()];
                        largest(at, false, (y, x) -> dx[x] = at.dy().get(y));
                        return at.all(dx);
                    }),
            new Fault(
                    "maxpool-tie-order-column-major",
                    "of equal largest elements the first down the columns has the gradient; right is the first along the rows",
                    on(Phase.BACKWARD, "dx", "MaxPool2d"),
                    at -> {
                        double[] dx = new double[at.right().size()];
                        largest(at, true, (y, x) -> dx[x] += at.dy().get(y));
                        return at.all(dx);
                    }),
            new Fault(
                    "maxpool-return-inside-loop",
                    "the backward returns after the first window; right is after all of them",
                    MAX_DX,
                    at -> {
                        double[] dx = new double[at.right().size()];
                        largest(at, false, (y, x) -> dx[x] += y == 0 ? at.dy().get(y) : 0);
                        return at.all(dx);
                    }),
            new Fault(
                    "avgpool-count-include-pad",
                    "the mean at a border is taken over the elements inside; right, unless the spec says so, is over the zeros of the padding too",
                    on(Phase.FORWARD, "y", "AvgPool1d", "AvgPool2d")
                            .or(on(Phase.BACKWARD, "dx", "AvgPool1d", "AvgPool2d"))
                            .and(o -> o.flag("count_include_pad")
                                    && !o.has("divisor_override")
                                    && o.numbers("padding").stream().anyMatch(z -> z > 0)),
                    PickFaults::inside),
            new Fault(
                    "embedding-duplicate-index",
                    "a token that occurs several times has the gradient of its last place; right is their sum",
                    on(Phase.GRADIENT, "weight", "Embedding").and(o -> !o.flag("scale_grad_by_freq")),
                    at -> {
                        Tensor tokens = at.x();
                        Tensor dy = at.dy();
                        int width = at.right().shape().dim(1);
                        double[] made = new double[at.right().size()];
                        for (int i = 0; i < dy.size(); i++) {
                            long token = tokens.getLong(i / width);
                            boolean pads = at.has("padding_idx") && at.number("padding_idx") == token;
                            made[(int) token * width + i % width] = pads ? 0 : dy.get(i);
                        }
                        return at.all(made);
                    }),
            new Fault(
                    "dropout-scale-by-p",
                    "what is kept is divided by p, the chance to drop; right is by 1 - p",
                    DROPOUT,
                    at -> kept(at, at.number("p"))),
            new Fault(
                    "dropout-scaled-twice",
                    "what is kept is divided by 1 - p twice; right is once",
                    DROPOUT,
                    at -> kept(at, (1 - at.number("p")) * (1 - at.number("p")))),
            new Fault(
                    "dropout-mask-missing-in-backward",
                    "the dropout's backward passes dy on unchanged; right is the forward's mask and factor",
                    on(Phase.BACKWARD, "dx", "Dropout").and(DROPS),
                    Operands::dy),
            new Fault(
                    "dropout-mask-inferred-from-values",
                    "the mask is read off the ratio of output and input, which a 0 has none of; right is to keep the mask",
                    on(Phase.BACKWARD, "dx", "Dropout").and(DROPS),
                    at -> at.each(i -> at.x().get(i) == 0
                            ? 0
                            : at.dy().get(i) * at.y().get(i) / at.x().get(i))));

    private static Tensor kept(Operands at, double divisor) {
        Tensor from = at.operation().phase() == Phase.FORWARD ? at.x() : at.dy();
        return at.each(i -> from.get(i) * at.of("mask").get(i) / divisor);
    }

    private interface Largest {
        void at(int y, int x);
    }

    /** Each window's largest element. */
    private static void largest(Operands at, boolean byColumn, Largest use) {
        Taps taps = Taps.of(at, at.dy().shape());
        int to = taps.out().size();
        int from = taps.in().size();
        int taken = taps.kernel().size();
        int columns = taps.kernel().dim(-1);
        int rows = taken / columns;
        for (int y = 0; y < at.dy().size(); y++) {
            int best = -1;
            for (int j = 0; j < taken; j++) {
                int here = taps.at(y % to, byColumn ? j % rows * columns + j / rows : j);
                int x = y / to * from + here;
                if (here >= 0 && (best < 0 || at.x().get(x) > at.x().get(best))) {
                    best = x;
                }
            }
            use.at(y, best);
        }
    }

    /** Means over what lies inside, and their gradient. */
    private static Tensor inside(Operands at) {
        boolean forward = at.operation().phase() == Phase.FORWARD;
        Tensor y = forward ? at.right() : at.dy();
        Taps taps = Taps.of(at, y.shape());
        int to = taps.out().size();
        int from = taps.in().size();
        double[] made = new double[at.right().size()];
        for (int i = 0; i < y.size(); i++) {
            int count = 0;
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < taps.kernel().size(); k++) {
                    int here = taps.at(i % to, k);
                    int x = i / to * from + here;
                    if (here >= 0 && pass == 0) {
                        count++;
                    } else if (here >= 0 && forward) {
                        made[i] += at.x().get(x) / count;
                    } else if (here >= 0) {
                        made[x] += y.get(i) / count;
                    }
                }
            }
        }
        return at.all(made);
    }
}
