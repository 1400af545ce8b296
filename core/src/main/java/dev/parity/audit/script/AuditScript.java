package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import java.util.List;

/**
 * The operations of an experiment as PyTorch methods, each with what rounding does to it. {@code a} are operands, {@code e} the
 * expected arrays, {@code u} the unit roundoff to be allowed for:
 * <pre>
 *   eN(a)           node N's outputs, buffers, dL/d(each input), dL/d(each weight), from its operands and dL/d(each output)
 *   lN(a)           loss N's value, dL/d(each prediction), from its operands, target and scale
 *   uN(a)           the weight and state after a step of optimizer N, from lr, momentum, t, gradient, weight and state
 *   yN(a)           node N's outputs and buffers alone
 *   sN(a, e, u)     standard deviations of the same arrays; so mN of a loss, vN_ of an optimizer
 *   sN_i(a, e, u)   those of the i-th array alone, where a rule gives them; so mN_i
 *   usualN(a, e, u) what they are as a rule, as a number for each array
 *   hN(a, e, elsewhere)  what a run in float32 is off, at a or at a point nearby, where deviations are drawn
 *   xN_k(a)         as eN, by the layer's k-th other formula; yN_k as lN by a loss's
 * </pre>
 * {@code e}, {@code l} and {@code u} are run on operands in float64, {@code x} and {@code y} in the candidate's own type.
 */
public final class AuditScript {
    private AuditScript() {}

    /** The methods of an experiment whose arrays have this precision. */
    public static String of(Experiment experiment, DType precision) {
        Methods methods = new Methods();
        methods.text(JudgeScript.TEXT);
        methods.text(FirstScript.TEXT);
        methods.text(TogetherScript.TEXT);
        methods.text(NoiseScript.TEXT);
        for (int i = 0; i < experiment.nodes().size(); i++) {
            NodeOperands operands =
                    NodeOperands.of(experiment, experiment.nodes().get(i));
            new NodeScript(methods, i, operands).write(precision);
            new RoundingScript(methods, i, operands).write();
        }
        for (int k = 0; k < experiment.objective().terms().size(); k++) {
            new LossScript(methods, k, experiment.objective().terms().get(k)).write();
        }
        experiment.training().ifPresent(t -> {
            List<Optimizer> distinct =
                    t.optimizers().values().stream().distinct().toList();
            for (int i = 0; i < distinct.size(); i++) {
                OptimizerScript.write(methods, i, distinct.get(i));
            }
        });
        return methods.toString();
    }

    /**
     * The worst that rounding does to nodes' and losses' arrays, infinite where no bound is known: {@code bN(a, e, u)} and {@code cN(a, e, u)}.
     * It holds the rules to account, and nobody's arrays.
     */
    static String bounds(Experiment experiment) {
        Methods methods = new Methods();
        for (int i = 0; i < experiment.nodes().size(); i++) {
            NodeOperands operands =
                    NodeOperands.of(experiment, experiment.nodes().get(i));
            new RoundingScript(methods, i, operands).bounds();
        }
        for (int k = 0; k < experiment.objective().terms().size(); k++) {
            new LossScript(methods, k, experiment.objective().terms().get(k)).bounds();
        }
        return methods.toString();
    }
}
