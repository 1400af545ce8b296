package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import java.util.List;

/**
 * The methods of an experiment that no plan changes. N is the number of a node, a loss or an optimizer. Of what each is given, {@code a} are its
 * operands, {@code e} the arrays that are expected of them, and {@code u} the unit roundoff to be allowed for.
 *
 * <p>What is expected, in float64:
 * <pre>
 *   eN(a)   of node N: its outputs, its buffers, dL/d(each input), dL/d(each weight), from its operands and dL/d(each output)
 *   yN(a)   of node N: its outputs and buffers alone
 *   lN(a)   of loss N: its value, dL/d(each prediction), from its operands, target and scale
 *   uN(a)   of optimizer N: the weight and its states after a step, from lr, momentum, t, gradient, weight and states
 * </pre>
 * How far rounding moves these, as a standard deviation for each element:
 * <pre>
 *   sN(a, e, u)     of node N; likewise mN of a loss, vN_ of an optimizer
 *   sN_i(a, e, u)   of its i-th array alone, where a rule gives it; likewise mN_i
 *   qN, pN          of some elements, where they are sums of products
 *   usualN(a, e, u) what it comes to as a rule, as one number for each array
 * </pre>
 * And in the candidate's own type:
 * <pre>
 *   xN_k(a)                as eN, by the layer's k-th other formula; yN_k as lN, by the loss's
 *   hN(a, e, elsewhere)    what a run of node N in float32 is off, at its operands or at a point nearby, where deviations are drawn
 * </pre>
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
