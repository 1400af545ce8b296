package dev.parity.audit.plan;

import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.optim.State;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The weights' part of a {@link Walk}: their gradients, what clips them, and the updates. */
final class WeightWalk {
    private final Experiment experiment;
    private final Walker walker;

    WeightWalk(Experiment experiment, Walker walker) {
        this.experiment = experiment;
        this.walker = walker;
    }

    void gradients() {
        experiment.weights().stream().filter(Weight::trained).forEach(this::gradient);
    }

    void buffers() {
        experiment
                .buffers()
                .forEach(b -> walker.expectBuffer(Walker.site(Phase.STATE, b.layer(), b.local()), b.name()));
    }

    /** Of a frozen weight nothing is due but that it stays as it was. */
    void frozen() {
        experiment.weights().stream().filter(Weight::frozen).forEach(weight -> {
            Site site = Walker.site(Phase.UPDATE, weight.layer(), weight.local());
            if (walker.judges(site)) {
                walker.begin();
                int number = walker.next();
                Variable before = walker.before(weight);
                walker.add(new FrozenOperation(number, before, walker.reads()));
                walker.expect(site, number, 0);
            }
        });
    }

    void train(Training training) {
        if (training.clips()) {
            clip(training);
        }
        updates(training);
    }

    private static Site gradient(Weight weight, String clipped) {
        return Walker.site(Phase.GRADIENT, weight.layer(), weight.local() + clipped);
    }

    /** The uses of a weight add up, and the penalty and what was accumulated with them. */
    private void gradient(Weight weight) {
        walker.begin();
        int number = walker.next();
        Optional<GradientOperation.Penalty> penalty = experiment
                .objective()
                .penalty()
                .filter(p -> p.weights().contains(weight.name()))
                .map(p -> new GradientOperation.Penalty(walker.before(weight), p.l2()));
        Optional<Variable> accumulated = experiment
                .training()
                .filter(t -> t.accumulate() > 1)
                .map(t -> walker.before(Operand.Kind.SUMMED, weight.name(), gradient(weight, "")));
        List<Expected> uses = uses(weight);
        uses.forEach(use -> walker.made(use.operation(), use.index()));
        walker.add(new GradientOperation(number, uses, penalty, accumulated, walker.reads()));
        walker.leave(Operand.summed(weight.name()), walker.expect(gradient(weight, ""), number, 0));
    }

    /** What nodes make of a weight's gradient. */
    private List<Expected> uses(Weight weight) {
        List<Expected> uses = new ArrayList<>();
        for (int n = 0; n < experiment.nodes().size(); n++) {
            Node node = experiment.nodes().get(n);
            NodeOperands operands = NodeOperands.of(experiment, node);
            for (int w = 0; w < operands.trained(); w++) {
                if (operands.weights().get(w).equals(weight.name())) {
                    uses.add(new Expected(n, operands.firstGradient() + w, Set.of()));
                }
            }
        }
        return uses;
    }

    private void clip(Training training) {
        walker.begin();
        int number = walker.next();
        List<Weight> weights =
                training.optimizers().keySet().stream().map(experiment::weight).toList();
        List<Variable> gradients =
                weights.stream().map(w -> walker.array(gradient(w, ""))).toList();
        walker.add(new ClipOperation(number, gradients, training.clipNorm(), training.clipValue(), walker.reads()));
        for (int i = 0; i < weights.size(); i++) {
            walker.expect(gradient(weights.get(i), ".clipped"), number, i);
        }
    }

    private void updates(Training training) {
        Variable rates = walker.given(Operand.Kind.RATES, "");
        walker.add(new Statement.Assignment("rates", "torch.unbind(%s.reshape(-1))".formatted(rates.text())));
        List<Optimizer> distinct =
                training.optimizers().values().stream().distinct().toList();
        Map<Site, Expected> last = new LinkedHashMap<>();
        training.optimizers().forEach((name, optimizer) -> {
            Weight weight = experiment.weight(name);
            int method = distinct.indexOf(optimizer);
            last.put(
                    Walker.site(Phase.UPDATE, weight.layer(), weight.local()),
                    update(weight, last.size(), optimizer, method, training.clips() ? ".clipped" : ""));
        });
        walker.expect(last);
    }

    private Expected update(Weight weight, int i, Optimizer optimizer, int method, String clipped) {
        walker.begin();
        int number = walker.next();
        List<Variable> operands = new ArrayList<>();
        operands.add(walker.array(gradient(weight, clipped)));
        operands.add(walker.before(weight));
        for (State state : optimizer.state()) {
            operands.add(walker.before(Operand.Kind.BEFORE, weight.name() + "." + state.name(), state(weight, state)));
        }
        walker.add(new UpdateOperation(number, i, method, operands, walker.reads()));
        for (int s = 0; s < optimizer.state().size(); s++) {
            State state = optimizer.state().get(s);
            walker.leave(weight.name() + "." + state.name(), walker.expect(state(weight, state), number, 1 + s));
        }
        Expected update = new Expected(number, 0, walker.reads().unrecorded());
        walker.leave(weight.name(), update);
        return update;
    }

    private static Site state(Weight weight, State state) {
        return Walker.site(Phase.STATE, weight.layer(), weight.local() + "." + state.name());
    }
}
