package dev.parity.fuzz;

import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Wire;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the arrays of two runs were computed from. */
final class Operands {
    private final Experiment experiment;
    private final List<Trace> reference;
    private final List<Trace> candidate;

    Operands(Experiment experiment, List<Trace> reference, List<Trace> candidate) {
        this.experiment = experiment;
        this.reference = reference;
        this.candidate = candidate;
    }

    /** The largest number that an array was computed from, if all of them are equal bit for bit on both sides. */
    OptionalDouble equal(Site site) {
        double largest = 0;
        for (Site operand : of(site)) {
            Optional<Tensor> r = at(reference, operand);
            Optional<Tensor> c = at(candidate, operand);
            if (r.isPresent() != c.isPresent() || r.isPresent() && !r.get().sameBits(c.get())) {
                return OptionalDouble.empty();
            }
            largest = Math.max(largest, r.map(Gap::size).orElse(0.0));
        }
        return site.phase().compareTo(Phase.GRADIENT) > 0 ? OptionalDouble.empty() : OptionalDouble.of(largest);
    }

    private static Optional<Tensor> at(List<Trace> traces, Site site) {
        return site.step() < 1 ? Optional.empty() : traces.get(site.step() - 1).get(site);
    }

    private List<Site> of(Site site) {
        List<Site> operands = new ArrayList<>();
        for (Node node : experiment.nodes()) {
            boolean owns = node.weights().containsValue(site.name());
            if (node.name().equals(site.layer()) && site.phase() != Phase.GRADIENT || owns && site.phase() == Phase.GRADIENT) {
                node.inputs().forEach(wire -> forward(site.step(), wire, operands));
                node.weights().values().stream()
                        .map(experiment::weight)
                        .forEach(w -> operands.add(new Site(site.step() - 1, Phase.UPDATE, w.layer(), w.local())));
                if (site.phase() != Phase.FORWARD) {
                    node.outputs().forEach(o -> upstream(site.step(), new Wire(node.name(), o.name()), operands));
                }
            }
        }
        for (Objective.Term term : experiment.objective().terms()) {
            if (term.name().equals(site.layer()) || site.phase() == Phase.LOSS) {
                term.predictions().forEach(wire -> forward(site.step(), wire, operands));
                term.target().ifPresent(wire -> forward(site.step(), wire, operands));
            }
        }
        return operands;
    }

    private static void forward(int step, Wire wire, List<Site> operands) {
        operands.add(wire.isData() ? Site.data(step, wire.output()) : new Site(step, Phase.FORWARD, wire.node(), wire.output()));
    }

    private void upstream(int step, Wire wire, List<Site> operands) {
        experiment.nodes().forEach(n -> collect(step, wire, n.name(), n.inputs(), operands));
        experiment.objective().terms().forEach(t -> collect(step, wire, t.name(), t.predictions(), operands));
    }

    private static void collect(int step, Wire wire, String user, List<Wire> inputs, List<Site> operands) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).equals(wire)) {
                operands.add(new Site(step, Phase.BACKWARD, user, inputs.size() == 1 ? "dx" : "dx" + i));
            }
        }
    }
}
