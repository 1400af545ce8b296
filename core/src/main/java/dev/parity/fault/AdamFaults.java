package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import java.util.List;
import java.util.function.Predicate;

/** Of Adam and AdamW. */
final class AdamFaults {
    private static final Predicate<Operation> WEIGHT = Move.weight("Adam", "AdamW");
    private static final Predicate<Operation> DECOUPLED = o -> o.number("weight_decay") > 0
            && (o.kind().equals("AdamW") || o.has("decoupled_weight_decay") && o.flag("decoupled_weight_decay"));

    private AdamFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "adam-no-bias-correction",
                    "the averages that begin at 0 are taken as they are; right is over 1 - beta^t",
                    WEIGHT,
                    at -> new Step(at).moved(1, 1, decay(at))),
            new Fault(
                    "adam-bias-correction-without-power-t",
                    "the averages are divided by 1 - beta in every step; right is by 1 - beta^t",
                    WEIGHT,
                    at -> new Step(at).at(1)),
            new Fault("adam-t-off-by-one", "the steps are counted from 2; right is from 1", WEIGHT, at -> {
                Step step = new Step(at);
                return step.at(step.move.t() + 1);
            }),
            new Fault(
                    "adam-t-not-shared",
                    "each of two workers counts its own steps, while the averages are shared; right is to count all of them",
                    WEIGHT,
                    at -> {
                        Step step = new Step(at);
                        return step.at(Math.ceil(step.move.t() / 2));
                    }),
            new Fault("adam-eps-placement", "eps is added under the root; right is behind it", WEIGHT, at -> {
                Step step = new Step(at);
                double t = step.move.t();
                double eps = at.number("eps");
                return at.each(i -> decay(at) * step.move.w(i)
                        - step.move.lr()
                                * step.mean(i, t)
                                / Math.sqrt(step.square(i) / (1 - Math.pow(step.beta2, t)) + eps));
            }),
            new Fault(
                    "adamw-decay-not-times-lr",
                    "the decoupled decay takes lambda w off the weight; right is lr lambda w",
                    WEIGHT.and(DECOUPLED),
                    at -> {
                        Step step = new Step(at);
                        double t = step.move.t();
                        return step.moved(
                                1 - Math.pow(step.move.momentum(), t),
                                1 - Math.pow(step.beta2, t),
                                1 - step.move.decay());
                    }),
            new Fault(
                    "adam-l2-vs-decoupled",
                    "the decay is added to the gradient and goes through the averages; right is off the weight itself",
                    WEIGHT.or(Move.state("exp_avg", "Adam", "AdamW"))
                            .or(Move.state("exp_avg_sq", "Adam", "AdamW"))
                            .and(DECOUPLED),
                    at -> {
                        Step step = new Step(at);
                        Move move = step.move;
                        if (move.isWeight()) {
                            double t = move.t();
                            return step.moved(1 - Math.pow(move.momentum(), t), 1 - Math.pow(step.beta2, t), 1);
                        }
                        return at.operation().makes().array().endsWith("_sq")
                                ? at.each(i -> step.beta2 * move.before("exp_avg_sq", i)
                                        + (1 - step.beta2) * move.decayed(i) * move.decayed(i))
                                : at.each(i -> move.momentum() * move.before("exp_avg", i)
                                        + (1 - move.momentum()) * move.decayed(i));
                    }));

    /** What is left of the weight by the decoupled decay. */
    private static double decay(Operands at) {
        return DECOUPLED.test(at.operation()) ? 1 - at.scheduled("lr") * at.number("weight_decay") : 1;
    }

    /** w ← decay w - lr (m / c₁) / (√(v / c₂) + ε). */
    private static final class Step {
        final Operands at;
        final Move move;
        final double beta2;

        Step(Operands at) {
            this.at = at;
            this.move = new Move(at);
            this.beta2 = at.numbers("betas").get(1);
        }

        double square(int i) {
            return move.after(at.flag("amsgrad") ? "max_exp_avg_sq" : "exp_avg_sq", i);
        }

        double mean(int i, double t) {
            return move.after("exp_avg", i) / (1 - Math.pow(move.momentum(), t));
        }

        Tensor at(double t) {
            return moved(1 - Math.pow(move.momentum(), t), 1 - Math.pow(beta2, t), decay(at));
        }

        Tensor moved(double c1, double c2, double decay) {
            return at.each(i -> decay * move.w(i)
                    - move.lr() * move.after("exp_avg", i) / c1 / (Math.sqrt(square(i) / c2) + at.number("eps")));
        }
    }
}
