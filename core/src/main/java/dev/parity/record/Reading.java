package dev.parity.record;

import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.graph.Sites;
import dev.parity.nn.layer.Recurrent;
import dev.parity.report.Remark;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A recorded side as PyTorch would have recorded it: its arrays one by one, each in the arrangement that was settled when it first
 * came. What fits in none is handed on as it is.
 */
public final class Reading {
    private static final Site LOSS = new Site(0, Phase.LOSS, Objective.NAME, "value");

    private final boolean ours;
    private final Sites sites;
    private final List<WeightReading> weights = new ArrayList<>();
    private final WireReading wires;
    private final Steps steps;
    private final Grain grain;
    private final boolean whole;
    private final Map<String, Tensor> first = new HashMap<>();

    /**
     * @param drawn the weights and buffers before the first step, by name
     * @param ours whether the side is one of ours, which hands over what PyTorch does
     * @param name of the side, for a message
     * @param grain how finely it was written
     */
    public Reading(Experiment experiment, Map<String, Tensor> drawn, boolean ours, String name, Grain grain) {
        this.steps = new Steps(experiment, drawn, name, grain);
        this.ours = ours;
        this.grain = grain;
        this.whole = experiment.data().whole();
        this.sites = new Graph(experiment).sites();
        this.wires = new WireReading(experiment, grain);
        for (Weight weight : experiment.weights()) {
            AxisOrder axes = experiment.nodes().stream()
                    .filter(n -> n.weights().containsValue(weight.name()))
                    .findFirst()
                    .map(n -> AxisOrder.ofWeight(n.layer().type(), weight.local(), weight.shape(), gates(n)))
                    .orElseGet(() -> AxisOrder.ofWire(weight.shape()));
            weights.add(new WeightReading(weight, axes, drawn.get(weight.name()), grain));
        }
    }

    /** The names of a recurrent layer's gates, in PyTorch's order. */
    private static List<String> gates(Node node) {
        if (node.layer() instanceof Recurrent recurrent) {
            return switch (recurrent.gates()) {
                case 4 -> List.of("i", "f", "g", "o");
                case 3 -> List.of("r", "z", "n");
                default -> List.of();
            };
        }
        return List.of();
    }

    /** What was recorded from before the first step. */
    public Trace start(Trace record) {
        if (ours) {
            return record;
        }
        Trace read = new Trace();
        record.forEach((site, array) -> {
            Optional<WeightReading> weight = of(site);
            weight.ifPresent(w -> w.begin(site, array));
            read.put(site, weight.flatMap(w -> w.read(site, array)).orElse(array));
        });
        steps.start(read);
        return read;
    }

    /**
     * What was recorded of a step.
     *
     * @param fed what the step was given
     * @param other what the other side has; nothing of one that does not run
     */
    public Trace step(Batch batch, Trace record, Trace fed, Trace other) {
        if (ours) {
            return record;
        }
        Trace learned = new Trace();
        record.forEach((site, array) -> of(site).ifPresent(w -> learned.put(site, array)));
        weights.forEach(w -> w.step(learned, other));
        List<Arrangement> forced =
                weights.stream().flatMap(w -> w.forced().stream()).toList();
        weights.forEach(w -> w.follow(forced));
        Function<Site, Optional<Shape>> expected = site -> flowing(batch.step(), site);
        wires.step(record, other, fed, expected, owed(record, other));
        Trace read = new Trace();
        record.forEach((site, array) -> read.put(site, read(site, array, fed, expected)));
        steps.step(batch.step(), read, other);
        return read;
    }

    /** What the side was fed in a step as it recorded that, where it did; else what it should have been. */
    public Batch fed(Batch batch, Trace read) {
        Map<String, Tensor> columns = new LinkedHashMap<>(batch.columns());
        Map<String, Tensor> masks = new LinkedHashMap<>(batch.masks());
        columns.replaceAll((key, drawn) -> {
            Site site = Site.data(batch.step(), key);
            Tensor fed = fed(site, read, whole ? first.getOrDefault(key, drawn) : drawn);
            if (read.has(site)) { // where each step has all of the data, they are recorded once
                first.putIfAbsent(key, fed);
            }
            return fed;
        });
        masks.replaceAll((node, drawn) -> fed(new Site(batch.step(), Phase.DATA, node, "mask"), read, drawn));
        return new Batch(batch.step(), columns, masks);
    }

    /** The drawn one where they are the same, up to how they were written. */
    private Tensor fed(Site site, Trace read, Tensor drawn) {
        return read.get(site)
                .filter(r -> r.shape().equals(drawn.shape())
                        && r.dtype().isFloat() == drawn.dtype().isFloat())
                .filter(r -> !Likeness.same(r, Arrangement.plain(drawn.shape()), drawn, grain))
                .orElse(drawn);
    }

    private Tensor read(Site site, Tensor array, Trace fed, Function<Site, Optional<Shape>> expected) {
        if (site.phase() == Phase.LOSS && array.size() == 1) {
            return array.reshape(Shape.scalar());
        }
        Optional<Shape> shape = fed.get(site).map(Tensor::shape).or(() -> expected.apply(site));
        return of(site).flatMap(w -> w.read(site, array))
                .or(() -> shape.flatMap(s -> wires.read(site, array, s)))
                .orElse(array);
    }

    private Optional<Shape> shape(int step, Site site) {
        return Optional.ofNullable(sites.shapes(step).get(site.slot()));
    }

    private Optional<Shape> flowing(int step, Site site) {
        boolean flows = site.phase() == Phase.FORWARD || site.phase() == Phase.BACKWARD;
        return flows ? shape(step, site) : Optional.empty();
    }

    private Optional<WeightReading> of(Site site) {
        boolean learned = site.phase() == Phase.GRADIENT || site.phase() == Phase.STATE || site.phase() == Phase.UPDATE;
        Optional<Shape> shape = shape(1, site); // of an optimizer's counts it is another
        return weights.stream()
                .filter(w -> learned && w.owns(site) && shape.equals(Optional.of(w.shape())))
                .findFirst();
    }

    /** Whether the loss and all that is recorded of gradients, states and weights are the other side's. */
    private boolean owed(Trace record, Trace other) {
        Optional<Tensor> loss = record.sites().stream()
                .filter(s -> s.at(0).equals(LOSS))
                .findFirst()
                .flatMap(record::get);
        return loss.isPresent()
                && record.sites().stream()
                        .filter(s -> s.at(0).equals(LOSS) || of(s).isPresent())
                        .allMatch(s -> like(s, record.get(s).orElseThrow(), other.get(s)));
    }

    private boolean like(Site site, Tensor array, Optional<Tensor> other) {
        Tensor read = of(site).flatMap(w -> w.read(site, array)).orElse(array);
        return other.filter(o -> o.size() == read.size()
                        && Likeness.near(read.reshape(o.shape()), Arrangement.plain(o.shape()), o))
                .isPresent();
    }

    /** What was read otherwise than it was recorded, or might be. */
    public List<Remark> notes() {
        List<Remark> notes = new ArrayList<>();
        weights.forEach(w -> notes.addAll(w.notes()));
        notes.addAll(wires.notes());
        notes.addAll(steps.notes());
        return notes;
    }
}
