package dev.parity.audit.judge;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is off in a record that was written in few digits. The program went on with numbers that the record does not have: its
 * operands are known up to what was rounded off when they were written. So they are drawn several times from where they may have been, and what is
 * expected from them moves; an array that is off by no more than that, and than its own digits, is right as far as can be told.
 */
final class Written {
    /** What is carried from step to step has gathered the errors of many: of a momentum of 0.9 some two deviations. */
    static final double CARRIED = 4;

    private static final int DRAWS = 12;

    /** Deviations of what is expected: of bounded errors none goes beyond some five, and of a deviation that a dozen draws give as many more. */
    private static final double DEVIATIONS = 12;

    /** The least deviation of an element, as a share of what its array has as a rule: a dozen draws may all be small. */
    private static final double LEAST = 0.3;

    private final Grain grain;
    private final Random random;

    Written(Grain grain, int step) {
        this.grain = grain;
        this.random = new Random(step);
    }

    /** An array as it may have been before it was written. */
    Tensor drawn(Tensor array, double times) {
        return array.dtype().isFloat()
                ? Tensor.fill(
                        DType.FLOAT64,
                        array.shape(),
                        i -> array.get(i) + times * grain.error(array.get(i)) * (2 * random.nextDouble() - 1))
                : array;
    }

    /**
     * The same arrays, judged again where they fail.
     *
     * @param found what was recorded
     * @param again judges the step from operands that are drawn
     */
    List<Judged> of(List<Judged> judged, Function<Site, Tensor> found, UnaryOperator<List<Judged>> again) {
        Map<Site, List<Tensor>> expected = new HashMap<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            for (Judged one : again.apply(judged)) {
                one.expected().ifPresent(e -> expected.computeIfAbsent(one.site(), s -> new ArrayList<>())
                        .add(e));
            }
        }
        return judged.stream()
                .map(j -> j.passes() || !near(j, found.apply(j.site()), expected.getOrDefault(j.site(), List.of()))
                        ? j
                        : j.released(false))
                .collect(Collectors.toList());
    }

    /**
     * A draw in which it passes says as much as one that moves what is expected all the way, and one in which that is no number, such as the root of
     * a square that was written as 0, says that it might be anything.
     */
    private boolean near(Judged judged, Tensor found, List<Tensor> drawn) {
        Tensor e = judged.expected().orElseThrow();
        if (e.size() != found.size()) {
            return false;
        }
        double[] squares = new double[e.size()];
        double all = 0;
        for (int i = 0; i < squares.length; i++) {
            double off = found.get(i) - e.get(i);
            squares[i] = (DRAWS - drawn.size()) * off * off;
            for (Tensor d : drawn) {
                squares[i] += Math.pow(d.get(i) - e.get(i), 2);
            }
            squares[i] = Double.isNaN(squares[i]) ? Double.POSITIVE_INFINITY : squares[i] / DRAWS;
            all += Double.isFinite(squares[i]) ? squares[i] : 0;
        }
        double least = LEAST * Math.sqrt(all / squares.length);
        for (int i = 0; i < squares.length; i++) {
            double own = 1.01 * grain.error(found.get(i)) + grain.type().roundoff() * Math.abs(found.get(i));
            double moved = DEVIATIONS * Math.max(least, Math.sqrt(squares[i]));
            if (!(Math.abs(found.get(i) - e.get(i)) <= own + moved)) {
                return false;
            }
        }
        return true;
    }
}
