package dev.parity.audit.rule;

import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What a factor at one dL/dx is carried to: dL/d(input) of a layer is dL/d(output) of the layer that made the input, and so on against the
 * wires. It goes through what was not recorded, and through an array that is wrong in another way, and ends where an array is off by a factor
 * of its own.
 */
final class Chain {
    private final Experiment experiment;
    private final int step;
    private final Predicate<Site> recorded;
    private final Predicate<Site> through;
    private final Set<Site> carried = new LinkedHashSet<>();
    private final Set<Site> gradients = new LinkedHashSet<>();
    private final Set<Wire> seen = new LinkedHashSet<>();

    /**
     * @param head a dx, or a dy
     * @param through whether a recorded array carries the factor further
     */
    Chain(Experiment experiment, Site head, Predicate<Site> recorded, Predicate<Site> through) {
        this.experiment = experiment;
        this.step = head.step();
        this.recorded = recorded;
        this.through = through;
        carried.add(head);
        if (head.array().equals("dy")) {
            node(head.layer()).ifPresent(this::through);
        } else {
            wire(head).ifPresent(this::back);
        }
    }

    /** The head and every recorded dL/dx that it is carried to. */
    Set<Site> carried() {
        return carried;
    }

    /** The gradients of the weights on the way, as sites, whether recorded or not. */
    Set<Site> gradients() {
        return gradients;
    }

    private Optional<Node> node(String name) {
        return experiment.nodes().stream().filter(n -> n.name().equals(name)).findFirst();
    }

    /** What a dx is the gradient of. */
    private Optional<Wire> wire(Site dx) {
        List<Wire> inputs = node(dx.layer())
                .map(Node::inputs)
                .or(() -> experiment.objective().terms().stream()
                        .filter(t -> t.name().equals(dx.layer()))
                        .map(Objective.Term::predictions)
                        .findFirst())
                .orElse(List.of());
        return IntStream.range(0, inputs.size())
                .filter(i -> dx.array().equals(dx(inputs.size(), i)))
                .mapToObj(inputs::get)
                .findFirst();
    }

    private static String dx(int inputs, int i) {
        return inputs == 1 ? "dx" : "dx" + i;
    }

    private void back(Wire wire) {
        if (wire.isData() || !seen.add(wire)) {
            return;
        }
        Site sum = new Site(step, Phase.BACKWARD, wire.node(), "dy");
        if (wire.output().equals("y") && recorded.test(sum) && !carry(sum)) {
            return;
        }
        node(wire.node()).ifPresent(this::through);
    }

    private void through(Node node) {
        for (String name : node.weights().values()) {
            Weight weight = experiment.weight(name);
            if (weight.trained()) {
                gradients.add(new Site(step, Phase.GRADIENT, weight.layer(), weight.local()));
            }
        }
        List<Wire> inputs = node.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            Site dx = new Site(step, Phase.BACKWARD, node.name(), dx(inputs.size(), i));
            if (!recorded.test(dx) || carry(dx)) {
                back(inputs.get(i));
            }
        }
    }

    private boolean carry(Site site) {
        return through.test(site) && carried.add(site);
    }
}
