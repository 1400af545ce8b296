package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Of batch norms. */
final class BatchNormFaults {
    private static final String[] KINDS = {"BatchNorm1d", "BatchNorm2d"};
    private static final Predicate<Operation> OWN = o -> o.flag("training") || !o.flag("track_running_stats");
    private static final Predicate<Operation> Y = on(Phase.FORWARD, "y", KINDS).and(OWN);
    private static final Predicate<Operation> DX = on(Phase.BACKWARD, "dx", KINDS);
    private static final Predicate<Operation> MOVES = o -> o.flag("training") && o.has("momentum");

    private BatchNormFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "bn-unbiased-variance-in-forward",
                    "the batch's variance is taken with n - 1; right, to normalise, is with n",
                    Y,
                    at -> {
                        Standard s = Standard.of(at);
                        double[] variance = s.variance();
                        double unbiased = s.size() / (s.size() - 1.0);
                        return s.scaled(s.mean(), g -> 1 / Math.sqrt(variance[g] * unbiased + s.eps()));
                    }),
            new Fault(
                    "bn-square-instead-of-sqrt",
                    "the batch norm divides by the square of var + eps; right is by its root",
                    Y,
                    at -> {
                        Standard s = Standard.of(at);
                        double[] variance = s.variance();
                        return s.scaled(s.mean(), g -> Math.pow(variance[g] + s.eps(), -2));
                    }),
            new Fault(
                    "bn-statistics-over-all-axes",
                    "one mean and one variance are taken of the whole array; right is one of each channel",
                    Y.and(o -> o.number("num_features") > 1),
                    at -> {
                        Standard s = Standard.of(at);
                        double[] mean = new double[s.groups()];
                        double[] variance = new double[s.groups()];
                        double all = Arrays.stream(s.mean()).average().orElseThrow();
                        Arrays.fill(mean, all);
                        double spread = Arrays.stream(
                                        s.means(i -> Math.pow(at.x().get(i) - all, 2)))
                                .average()
                                .orElseThrow();
                        Arrays.fill(variance, spread);
                        return s.scaled(mean, g -> 1 / Math.sqrt(variance[g] + s.eps()));
                    }),
            new Fault(
                    "bn-train-vs-eval-compared",
                    "the running mean and variance stand where the batch's own should; right, in training, is the batch's",
                    Y.and(o -> o.flag("track_running_stats")),
                    at -> {
                        Standard s = Standard.of(at);
                        Tensor variance = at.of("running_var");
                        return s.scaled(at.of("running_mean").doubles(), g -> 1 / Math.sqrt(variance.get(g) + s.eps()));
                    }),
            new Fault(
                    "bn-biased-running-var",
                    "the running variance is moved by the variance with n; right is by the one with n - 1",
                    on(Phase.STATE, "running_var", KINDS).and(MOVES),
                    at -> moved(at, at.number("momentum"), Standard.of(at).variance())),
            new Fault(
                    "bn-momentum-convention",
                    "momentum is the share of the old running value; right is that of the batch's",
                    on(Phase.STATE, "running_mean", KINDS)
                            .or(on(Phase.STATE, "running_var", KINDS))
                            .and(MOVES)
                            .and(o -> o.number("momentum") != 0.5),
                    at -> {
                        Standard s = Standard.of(at);
                        double unbiased = s.size() / (s.size() - 1.0);
                        boolean mean = at.operation().makes().array().equals("running_mean");
                        double[] batch = mean
                                ? s.mean()
                                : Arrays.stream(s.variance())
                                        .map(v -> v * unbiased)
                                        .toArray();
                        return moved(at, 1 - at.number("momentum"), batch);
                    }),
            new Fault(
                    "bn-mean-var-treated-constant",
                    "the batch norm's dx is gamma dy / sigma, as if mean and variance did not depend on x; right has two terms more",
                    DX.and(OWN),
                    at -> {
                        Standard s = Standard.of(at);
                        double[] variance = s.variance();
                        return at.each(i -> s.weight(i)
                                * at.dy().get(i)
                                / Math.sqrt(variance[s.group().applyAsInt(i)] + s.eps()));
                    }),
            new Fault(
                    "bn-gamma-missing-in-dx",
                    "the batch norm's dx is made of dy without gamma; right is of gamma dy",
                    DX.and(OWN).and(o -> o.reads("weight")),
                    at -> {
                        Standard s = Standard.of(at);
                        return s.back(s.mean(), s.variance(), false, true);
                    }),
            new Fault(
                    "bn-fixed-moments-full-formula",
                    "the three terms of training stand in the backward of fixed statistics; right is gamma dy / sigma alone",
                    DX.and(OWN.negate()),
                    at -> {
                        Standard s = Standard.of(at);
                        return s.back(
                                at.of("running_mean").doubles(),
                                at.of("running_var").doubles(),
                                true,
                                true);
                    }));

    /** A running value with a share of a batch's in it. */
    private static Tensor moved(Operands at, double share, double[] batch) {
        Tensor old = at.of(at.operation().makes().array());
        return at.each(c -> (1 - share) * old.get(c) + share * batch[c]);
    }
}
