package dev.parity.audit.judge;

import dev.parity.audit.Allowance;
import dev.parity.engine.TorchProgram;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An optimizer's step in float64 with a number of its state in float32, as PyTorch itself takes it. To widen the deviation by float32's rounding
 * would let all that is wrong by 1e-8 pass. But the number is one of few, those beside what it would be exactly: the step with each is as
 * sharp as any.
 *
 * @param optimizer its number
 */
record HeldInFloat32(TorchProgram torch, int optimizer) {
    /** Units in the last place by which a product of t factors may be off: each is rounded, and so is each product. Twice, as units grow. */
    private static final int UNITS = 2;

    /** After more factors than this the number itself no longer counts. */
    private static final int MOST = 64;

    /**
     * Whether all elements are within rounding of the step with one of these numbers.
     *
     * @param operands of the step: lr, momentum, t, gradient, weight, states
     * @param index of the array among those that the step makes
     */
    boolean explains(List<Tensor> operands, int index, Tensor c, Tensor s, double u) {
        int most = (int) Math.min(MOST, UNITS * operands.get(2).get(0));
        return IntStream.rangeClosed(0, 2 * most)
                .map(i -> i % 2 == 0 ? i / 2 : -(i + 1) / 2) // the nearest first
                .anyMatch(units -> near(with(operands, units).get(index), c, s, u));
    }

    private List<Tensor> with(List<Tensor> operands, int units) {
        List<Tensor> all = new ArrayList<>(operands);
        all.add(Tensor.scalar(units));
        return torch.run("i" + optimizer + "_0", all);
    }

    private static boolean near(Tensor e, Tensor c, Tensor s, double u) {
        return IntStream.range(0, e.size()).allMatch(i -> {
            double deviation = Math.max(s.get(s.size() == 1 ? 0 : i), 0.5 * u * Math.abs(e.get(i)));
            return Math.abs(c.get(i) - e.get(i)) <= Allowance.DEVIATIONS * deviation;
        });
    }
}
