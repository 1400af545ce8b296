package dev.parity.audit.script;

import dev.parity.audit.Allowance;
import dev.parity.audit.plan.Expected;
import dev.parity.audit.plan.NodeOperands;
import dev.parity.audit.plan.StepOperation;
import dev.parity.audit.plan.Walk;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What passes at less cost than a deviation's: {@code first.py}, and the methods {@code first} and {@code shown} of a step.
 *
 * <p>Where deviations are drawn, those elements that are further off than float32 is by itself. To draw them takes an LSTM's audit from
 * 20 ms a step to 200; a run in float32, its errors to the scale of u, takes 7 and is stricter. The errors of a row hang together, and one
 * run may have it nearly right by chance: then float32 is run at a point nearby too, where a saturated gate rounds otherwise, against
 * float64 there. Less is allowed than {@link Allowance#DEVIATIONS}, the less the fewer the runs.
 *
 * <p>Of a weight's gradient that is a sum of products, those that a quarter of the samples does not explain: the squares of the others only
 * add to it.
 *
 * <p>{@code F} keeps either for each node: what its runs are off, or the squares of its quarter.
 */
public final class FirstScript {
    /** Runs before deviations are drawn. */
    static final int RUNS = 4;

    static final String TEXT = Template.of("first").fill(Map.of("draws", NoiseScript.DRAWS));

    private static final Template OF_A_STEP = Template.of("first_step");
    private static final Template DRAWN = Template.of("first_drawn");
    private static final Template SUMMED = Template.of("first_summed");

    private final Experiment experiment;
    private final Walk walk;
    private final List<Expected> judged;
    /** The numbers of the judged arrays of which a run in float32 shows what rounding does to them. */
    private final List<Integer> shows;

    FirstScript(Experiment experiment, Walk walk, List<Expected> judged) {
        this.experiment = experiment;
        this.walk = walk;
        this.judged = judged;
        this.shows = IntStream.range(0, judged.size())
                .filter(i -> walk.alone(judged.get(i))
                        .filter(n -> walk.rounding(n.operation()).drawn())
                        .isPresent())
                .boxed()
                .toList();
    }

    String code() {
        return OF_A_STEP.fill(Map.of("first", String.join("\n", first()), "shown", String.join("\n", shown())));
    }

    private List<String> first() {
        List<String> body = new ArrayList<>();
        walk.operations().stream().map(StepOperation::number).forEach(k -> walk.alone(k)
                .ifPresent(part -> {
                    int node = part.operation();
                    String i = Walk.index(k, part);
                    if (walk.rounding(node).drawn()) {
                        DRAWN.fill(Map.of(
                                        "operation", k,
                                        "node", node,
                                        "index", i,
                                        "runs", RUNS,
                                        "once", Allowance.ONCE,
                                        "often", Allowance.OFTEN))
                                .lines()
                                .forEach(body::add);
                    } else if (summed(node)) {
                        SUMMED.fill(Map.of(
                                        "operation", k,
                                        "node", node,
                                        "index", i,
                                        "gradients", operands(node).firstGradient(),
                                        "deviations", Allowance.DEVIATIONS))
                                .lines()
                                .forEach(body::add);
                    }
                }));
        return body;
    }

    List<Integer> shows() {
        return shows;
    }

    private List<String> shown() {
        List<String> body = new ArrayList<>();
        for (int i : shows) {
            Expected p = judged.get(i);
            Expected n = walk.alone(p).orElseThrow();
            body.add("out.extend(self.ratios(F[%1$d], S[%1$d], len(E[%1$d]), %2$d, E[%3$d][%4$d], float(U[%3$d])))"
                    .formatted(n.operation(), n.index(), p.operation(), p.index()));
        }
        return body;
    }

    /** Whether a node's gradients are sums of products over what its only input and its only output hold. */
    private boolean summed(int number) {
        Node node = experiment.nodes().get(number);
        return walk.rounding(number).addsProducts()
                && !walk.node(number).forks()
                && node.inputs().size() == 1
                && node.outputs().size() == 1;
    }

    private NodeOperands operands(int node) {
        return NodeOperands.of(experiment, experiment.nodes().get(node));
    }
}
