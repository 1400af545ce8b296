package dev.parity.audit.judge;

import dev.parity.audit.Allowance;
import dev.parity.engine.TorchProgram;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Random;

/**
 * Other right formulas of an operation, in the candidate's precision: a variance as E[x²] - mean² and exp(z - logsumexp z) lose digits
 * that the usual formulas keep, and are no bug.
 *
 * @param exactly the method that computes the operation's arrays in float64
 * @param others the methods of the other formulas
 */
record OtherFormulas(TorchProgram torch, String exactly, List<String> others) {
    /** How often each is tried, from the second time on with operands that are a roundoff away. */
    private static final int ROUNDS = 6;

    /**
     * Whether they are off by a third as much at every element that is off by more than rounding. What one of them is off by is chance, so
     * operands a roundoff away are tried too.
     *
     * @param index of the array among the operation's
     * @param s the deviations of rounding
     */
    boolean explain(List<Tensor> operands, int index, Tensor c, Tensor e, Tensor s, double u) {
        if (others.isEmpty()) {
            return false;
        }
        DType type = u > DType.FLOAT64.roundoff() ? DType.FLOAT32 : DType.FLOAT64;
        double[] worst = new double[e.size()];
        Random random = new Random(0);
        for (int round = 0; round < ROUNDS; round++) {
            double step = round == 0 ? 0 : 2 * u;
            List<Tensor> near =
                    operands.stream().map(t -> nudged(t, step, type, random)).toList();
            Tensor exact = torch.run(
                            exactly, near.stream().map(OtherFormulas::wide).toList())
                    .get(index);
            for (String method : others) {
                Tensor other = torch.run(method, near).get(index);
                for (int i = 0; i < worst.length; i++) {
                    double off = Math.abs(other.get(i) - exact.get(i));
                    worst[i] = off > worst[i] && off <= Double.MAX_VALUE ? off : worst[i];
                }
            }
        }
        for (int i = 0; i < worst.length; i++) {
            double off = Math.abs(c.get(i) - e.get(i));
            double rounding = Allowance.DEVIATIONS * Math.max(s.get(i), 0.5 * u * Math.abs(e.get(i)));
            if (!(off <= rounding || off <= Allowance.WIDER * worst[i])) {
                return false;
            }
        }
        return true;
    }

    private static Tensor nudged(Tensor t, double step, DType type, Random random) {
        return t.dtype().isFloat()
                ? Tensor.fill(type, t.shape(), i -> t.get(i) * (1 + step * (random.nextInt(3) - 1)))
                : t;
    }

    private static Tensor wide(Tensor t) {
        return t.dtype().isFloat() ? t.to(DType.FLOAT64) : t;
    }
}
