package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Predicate;

/** Of LayerNorm, RMSNorm, and of the parameters of every norm; batch norms have a file of their own. */
final class NormFaults {
    private static final String[] ALL_KINDS = {
        "BatchNorm1d", "BatchNorm2d", "GroupNorm", "InstanceNorm2d", "LayerNorm", "RMSNorm"
    };
    private static final Predicate<Operation> LAYER_Y = on(Phase.FORWARD, "y", "LayerNorm");
    private static final Predicate<Operation> RMS_Y = on(Phase.FORWARD, "y", "RMSNorm");

    private NormFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "norm-params-no-grad",
                    "a norm's weight and bias have no gradient and stay as they are; right is sum(dy xhat) and sum(dy)",
                    on(Phase.GRADIENT, "weight", ALL_KINDS).or(on(Phase.GRADIENT, "bias", ALL_KINDS)),
                    at -> at.each(i -> 0)),
            new Fault(
                    "ln-unbiased-std",
                    "LayerNorm divides by the deviation taken with n - 1; right is with n",
                    LAYER_Y.and(o -> o.numbers("normalized_shape").stream().anyMatch(n -> n > 1)),
                    at -> {
                        Standard s = Standard.of(at);
                        double[] variance = s.variance();
                        double unbiased = s.size() / (s.size() - 1.0);
                        return s.scaled(s.mean(), g -> 1 / Math.sqrt(variance[g] * unbiased + s.eps()));
                    }),
            new Fault(
                    "ln-backward-assumes-2d",
                    "LayerNorm's backward takes the first dimension for the number of rows and leaves the rest undone; right is every row",
                    on(Phase.BACKWARD, "dx", "LayerNorm")
                            .or(on(Phase.GRADIENT, "weight", "LayerNorm"))
                            .or(on(Phase.GRADIENT, "bias", "LayerNorm")),
                    NormFaults::firstRows),
            new Fault(
                    "rmsnorm-weight-missing-in-backward",
                    "RMSNorm's dx is made of dy without the weight; right is of dy times the weight",
                    on(Phase.BACKWARD, "dx", "RMSNorm").and(o -> o.reads("weight")),
                    at -> {
                        Standard s = Standard.of(at);
                        return s.back(new double[s.groups()], squares(s), false, false);
                    }),
            new Fault(
                    "rmsnorm-divide-by-rsqrt",
                    "RMSNorm divides by the reciprocal root; right is to multiply by it",
                    RMS_Y,
                    at -> {
                        Standard s = Standard.of(at);
                        double[] squares = squares(s);
                        return s.scaled(new double[s.groups()], g -> Math.sqrt(squares[g] + s.eps()));
                    }),
            new Fault("rmsnorm-eps-outside-sqrt", "RMSNorm adds eps to the root; right is under it", RMS_Y, at -> {
                Standard s = Standard.of(at);
                double[] squares = squares(s);
                return s.scaled(new double[s.groups()], g -> 1 / (Math.sqrt(squares[g]) + s.eps()));
            }));

    private static double[] squares(Standard s) {
        return s.means(i -> s.at().x().get(i) * s.at().x().get(i));
    }

    private static Tensor firstRows(Operands at) {
        Standard s = Standard.of(at);
        int rows = at.dy().shape().dim(0);
        if (at.operation().isDx()) {
            return at.each(i -> s.group().applyAsInt(i) < rows ? at.right().get(i) : 0);
        }
        double[] mean = s.mean();
        double[] variance = s.variance();
        boolean weight = at.operation().makes().array().equals("weight");
        double[] sums = new double[s.size()];
        for (int i = 0; i < Math.min(rows, s.groups()) * s.size(); i++) {
            int g = s.group().applyAsInt(i);
            double hat = (at.x().get(i) - mean[g]) / Math.sqrt(variance[g] + s.eps());
            sums[i % s.size()] += at.dy().get(i) * (weight ? hat : 1);
        }
        return at.all(sums);
    }
}
