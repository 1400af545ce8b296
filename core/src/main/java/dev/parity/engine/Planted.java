package dev.parity.engine;

import dev.parity.fault.Fault;
import dev.parity.fault.Faults;
import dev.parity.fault.Operands;
import dev.parity.fault.Place;
import dev.parity.nn.Array;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Wire;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults planted in a handwritten run. Each sees the arrays recorded so far, and replaces the right one. */
public final class Planted implements Spoiler {
    /** One fault, in one layer or (an empty name) wherever it fits. */
    private record Planting(Fault fault, String layer) {}

    private final Experiment experiment;
    private final List<Planting> plantings = new ArrayList<>();
    private final Map<Site, Tensor> previous = new HashMap<>();
    private Batch batch;
    private Trace trace;
    private Map<String, Array> weights;

    /** @param faults as FAULT or FAULT@LAYER */
    public Planted(Experiment experiment, List<String> faults) {
        this.experiment = experiment;
        for (String text : faults) {
            int at = text.indexOf('@');
            Fault fault = Faults.byId(at < 0 ? text : text.substring(0, at));
            String layer = at < 0 ? "" : text.substring(at + 1);
            List<String> fitting = places().entrySet().stream()
                    .filter(e -> fault.fits(e.getKey()))
                    .map(Map.Entry::getValue)
                    .flatMap(List::stream)
                    .distinct()
                    .toList();
            if (fitting.isEmpty() || !layer.isEmpty() && !fitting.contains(layer)) {
                throw new BadInput("the fault \"" + fault.id() + "\" fits nowhere in "
                        + (layer.isEmpty() ? "this network" : "\"" + layer + "\"")
                        + (fitting.isEmpty() ? ": " + fault.about() : "; it fits in " + String.join(", ", fitting)));
            }
            plantings.add(new Planting(fault, layer));
        }
    }

    /** Refuses faults that do not exist or fit nowhere in the network. */
    public static void check(Experiment experiment, List<String> faults) {
        new Planted(experiment, faults);
    }

    /** Every kind of array in the network, with the layers that compute one. */
    private Map<Place, List<String>> places() {
        Map<Place, List<String>> places = new HashMap<>();
        for (Node node : experiment.nodes()) {
            node.outputs().forEach(o -> add(places, Phase.FORWARD, node.layer().type(), o.name(), node.name()));
            add(places, Phase.BACKWARD, node.layer().type(), "dx", node.name());
            node.weights().forEach((local, weight) -> {
                if (!experiment.weight(weight).frozen()) {
                    add(places, Phase.GRADIENT, node.layer().type(), local, node.name());
                }
            });
        }
        experiment.objective().terms().forEach(t -> {
            add(places, Phase.LOSS, t.loss().type(), "value", t.name());
            add(places, Phase.BACKWARD, t.loss().type(), "dx", t.name());
        });
        return places;
    }

    private static void add(Map<Place, List<String>> places, Phase phase, String type, String array, String layer) {
        places.computeIfAbsent(new Place(phase, type, array), p -> new ArrayList<>())
                .add(layer);
    }

    @Override
    public void step(Batch batch, Trace trace, Map<String, Array> weights) {
        this.batch = batch;
        this.trace = trace;
        this.weights = weights;
    }

    /** The array as recorded: the right one, unless a fault sits here. */
    @Override
    public Tensor spoil(Site site, Tensor right) {
        Tensor now = right;
        for (Planting planting : plantings) {
            if ((planting.layer.isEmpty() || planting.layer.equals(site.layer()))
                    && planting.fault.fits(new Place(site.phase(), type(site.layer()), site.array()))) {
                now = planting.fault.wrong(new At(site, now));
            }
        }
        if (!plantings.isEmpty() && site.phase().compareTo(Phase.GRADIENT) >= 0) {
            previous.put(site.at(0), now);
        }
        return now;
    }

    private String type(String layer) {
        return experiment.nodes().stream()
                .filter(n -> n.name().equals(layer))
                .map(n -> n.layer().type())
                .findFirst()
                .orElseGet(() -> experiment.objective().terms().stream()
                        .filter(t -> t.name().equals(layer))
                        .map(t -> t.loss().type())
                        .findFirst()
                        .orElse(""));
    }

    private final class At implements Operands {
        private final Site site;
        private final Tensor right;
        private final Optional<Node> node;
        private final Optional<Objective.Term> term;

        At(Site site, Tensor right) {
            this.site = site;
            this.right = right;
            this.node = experiment.nodes().stream()
                    .filter(n -> n.name().equals(site.layer()))
                    .findFirst();
            this.term = experiment.objective().terms().stream()
                    .filter(t -> t.name().equals(site.layer()))
                    .findFirst();
        }

        private Tensor value(Wire wire) {
            return wire.isData()
                    ? batch.columns().get(wire.output())
                    : trace.get(new Site(batch.step(), Phase.FORWARD, wire.node(), wire.output()))
                            .orElseThrow();
        }

        @Override
        public Tensor x(int i) {
            return value(node.map(Node::inputs)
                    .orElseGet(() -> term.orElseThrow().predictions())
                    .get(i));
        }

        @Override
        public Tensor y() {
            return value(new Wire(site.layer(), "y"));
        }

        @Override
        public Tensor dy() {
            List<Tensor> branches = new ArrayList<>();
            experiment.objective().terms().forEach(t -> collect(t.name(), t.predictions(), branches));
            experiment.nodes().forEach(n -> collect(n.name(), n.inputs(), branches));
            Tensor first = branches.get(0);
            return Tensor.fill(first.dtype(), first.shape(), i -> branches.stream()
                    .mapToDouble(b -> b.get(i))
                    .sum());
        }

        private void collect(String user, List<Wire> inputs, List<Tensor> branches) {
            for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i).equals(new Wire(site.layer(), "y"))) {
                    String array = inputs.size() == 1 ? "dx" : "dx" + i;
                    trace.get(new Site(batch.step(), Phase.BACKWARD, user, array))
                            .ifPresent(branches::add);
                }
            }
        }

        @Override
        public Tensor param(String name) {
            if (name.equals("target")) {
                return value(term.orElseThrow().target().orElseThrow());
            }
            return weights.get(node.orElseThrow().weights().get(name)).tensor();
        }

        @Override
        public Tensor right() {
            return right;
        }

        @Override
        public Optional<Tensor> previous() {
            return Optional.ofNullable(previous.get(site.at(0)));
        }

        @Override
        public double number(String option) {
            return option.equals("scale") ? term.orElseThrow().scale() : ((Number) option(option)).doubleValue();
        }

        @Override
        public String text(String option) {
            return option(option).toString();
        }

        private Object option(String name) {
            Object record = node.map(n -> (Object) n.layer())
                    .orElseGet(() -> term.orElseThrow().loss());
            try {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    if (component.getName().equals(name)) {
                        return component.getAccessor().invoke(record);
                    }
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException(record + " has no option " + name);
        }
    }
}
