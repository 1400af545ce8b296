package dev.parity.record;

import dev.parity.report.Remark;
import dev.parity.spec.Experiment;
import dev.parity.spec.Wire;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How what flows through the network is recorded: outputs, their gradients, data and masks. */
final class WireReading {
    private final Experiment experiment;
    private final Grain grain;
    private final Map<Site, Arrangement> settled = new HashMap<>();
    private final Map<Site, Remark> notes = new LinkedHashMap<>();

    /** An array that is PyTorch's in another arrangement, though its shape does not ask for that. */
    private record Turned(Site site, Tensor record, Shape shape, Arrangement like) {}

    /** What the arrays of one step have shown so far. */
    private static final class Step {
        final List<Turned> turned = new ArrayList<>();
        final List<Turned> unlike = new ArrayList<>();
        /** Outputs of other axes than PyTorch's, because their shapes say so. */
        int forced;
        /** Outputs that are PyTorch's in its own arrangement and in no other. */
        int plain;
    }

    WireReading(Experiment experiment, Grain grain) {
        this.grain = grain;
        this.experiment = experiment;
    }

    /**
     * Settles what a step has that no step before had.
     *
     * @param fed what the step was given, to which its data are the same bit for bit
     * @param shapes of what flows, by site
     * @param owed whether the loss, the gradients and the weights are PyTorch's, so that an output in another order was read so
     */
    void step(Trace record, Trace other, Trace fed, Function<Site, Optional<Shape>> shapes, boolean owed) {
        Step step = new Step();
        record.forEach((site, array) -> {
            if (settled.containsKey(site.at(0))) {
                return;
            }
            if (site.phase() == Phase.DATA) {
                fed.get(site).filter(f -> f.size() == array.size()).ifPresent(f -> data(site, array, f));
            } else {
                shapes.apply(site)
                        .filter(shape -> shape.size() == array.size())
                        .ifPresent(shape -> flow(site, array, shape, record, other.get(site), owed, step));
            }
        });
        boolean all = step.plain == 0
                && step.forced
                                + step.turned.stream()
                                        .filter(t -> t.site.phase() == Phase.FORWARD)
                                        .count()
                        > 1;
        for (Turned t : step.turned) {
            if (all || owed) {
                settle(t.site, t.record, t.shape, t.like);
            } else {
                settle(t.site, t.record, t.shape, Arrangement.plain(t.shape));
                notes.put(t.site, new Remark(Remark.Kind.LAYOUT, t.site, doubted(t)));
            }
        }
        boolean turned = step.plain == 0 && step.forced + (all || owed ? step.turned.size() : 0) > 0;
        for (Turned t : step.unlike) {
            boolean table = turned && t.shape.rank() == 2;
            settle(t.site, t.record, t.shape, table ? t.like : Arrangement.plain(t.shape));
        }
    }

    private void data(Site site, Tensor record, Tensor fed) {
        List<Arrangement> all = Arrangement.all(fed.shape(), 1);
        settle(
                site,
                record,
                fed.shape(),
                all.stream()
                        .filter(a -> Likeness.same(record, a, fed, grain))
                        .findFirst()
                        .or(() -> all.stream()
                                .filter(a -> a.fits(fed.shape(), record.shape()))
                                .findFirst())
                        .orElse(all.get(0)));
    }

    private void flow(
            Site site, Tensor record, Shape shape, Trace trace, Optional<Tensor> other, boolean owed, Step step) {
        Optional<Tensor> expected = other.filter(e -> e.shape().equals(shape));
        Arrangement plain = Arrangement.plain(shape);
        boolean near = expected.filter(e -> Likeness.near(record, plain, e)).isPresent();
        if (near || expected.isEmpty() && plain.fits(shape, record.shape())) {
            boolean told = shape.rank() > 1
                    && near
                    && Likeness.off(record, reversed(shape), expected.get()) > Likeness.rounding(record.dtype());
            step.plain += told && site.phase() == Phase.FORWARD ? 1 : 0;
            settle(site, record, shape, plain);
            return;
        }
        List<Arrangement> all = Arrangement.all(shape, 1);
        List<Arrangement> fitting =
                all.stream().filter(a -> a.fits(shape, record.shape())).toList();
        Optional<Arrangement> like = expected.flatMap(
                e -> all.stream().filter(a -> Likeness.near(record, a, e)).findFirst());
        if (plain.fits(shape, record.shape())) {
            like.ifPresentOrElse(
                    a -> step.turned.add(new Turned(site, record, shape, a)),
                    () -> step.unlike.add(new Turned(site, record, shape, reversed(shape))));
        } else if (!fitting.isEmpty() && (owed || !passedOn(site, record, trace))) {
            step.forced += site.phase() == Phase.FORWARD ? 1 : 0;
            settle(site, record, shape, like.filter(fitting::contains).orElse(fitting.get(0)));
        }
    }

    private static Arrangement reversed(Shape shape) {
        List<Integer> axes = new ArrayList<>(Arrangement.plain(shape).axes());
        Collections.reverse(axes);
        return new Arrangement(axes, List.of());
    }

    /** Whether a layer's output is its input, number for number: then it did nothing, and that is not a matter of how it is recorded. */
    private boolean passedOn(Site site, Tensor record, Trace trace) {
        return experiment.nodes().stream()
                .filter(n -> site.phase() == Phase.FORWARD && n.name().equals(site.layer()))
                .flatMap(n -> n.inputs().stream())
                .flatMap(wire -> trace.get(site(site.step(), wire)).stream())
                .anyMatch(x -> x.reshape(Shape.of(x.size())).sameBits(record.reshape(Shape.of(record.size()))));
    }

    private static Site site(int step, Wire wire) {
        return wire.isData()
                ? Site.data(step, wire.output())
                : new Site(step, Phase.FORWARD, wire.node(), wire.output());
    }

    private void settle(Site site, Tensor record, Shape shape, Arrangement arrangement) {
        settled.put(site.at(0), arrangement);
        if (!arrangement.isPlain() || !record.shape().equals(shape)) {
            notes.put(
                    site,
                    new Remark(
                            Remark.Kind.LAYOUT,
                            site,
                            AxisOrder.ofWire(shape).words(arrangement, shape, record.shape())));
        }
    }

    private static String doubted(Turned t) {
        return "is PyTorch's "
                + (t.shape.rank() == 2 ? "transposed" : "with its axes in another order")
                + ", and not all others are: either it is computed so, which is a bug, or it alone is recorded so; record what follows from it";
    }

    Optional<Tensor> read(Site site, Tensor record, Shape shape) {
        return Optional.ofNullable(settled.get(site.at(0)))
                .filter(a -> record.size() == shape.size())
                .map(a -> a.isPlain() && record.shape().equals(shape) ? record : a.read(record, shape));
    }

    List<Remark> notes() {
        return List.copyOf(notes.values());
    }
}
