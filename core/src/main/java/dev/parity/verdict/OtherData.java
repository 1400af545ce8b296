package dev.parity.verdict;

import dev.parity.audit.judge.Judged;
import dev.parity.report.Remark;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Wire;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether a layer that reads the data is wrong, or was fed others: where the trace does not say what it was fed, the two look alike. Tried are the
 * rows of the batch in another order, and the batches of other steps.
 */
final class OtherData {
    /** Steps whose batches are tried. */
    private static final int STEPS = 64;

    /** How near a row is to the one that it is. */
    private static final double NEAR = 1e-4;

    private final Experiment experiment;
    private final Set<Slot> said = new HashSet<>();

    OtherData(Experiment experiment) {
        this.experiment = experiment;
    }

    /** Takes what a step was fed, as far as it is recorded. */
    void see(Trace trace) {
        trace.sites().stream()
                .filter(s -> s.phase() == Phase.DATA)
                .map(Site::slot)
                .forEach(said::add);
    }

    /**
     * What to say of a failing array, if it is an output that data make and these were not recorded.
     *
     * @param batch whether the array is right from what another step is fed
     */
    Optional<Remark> of(Judged failing, Trace trace, IntPredicate batch) {
        Site site = failing.site();
        List<Site> unsaid = experiment.nodes().stream()
                .filter(n -> site.phase() == Phase.FORWARD && n.name().equals(site.layer()))
                .map(Node::inputs)
                .filter(inputs -> inputs.stream().allMatch(Wire::isData))
                .flatMap(List::stream)
                .map(wire -> Site.data(site.step(), wire.output()))
                .filter(data -> !trace.has(data) && !(experiment.data().whole() && said.contains(data.slot())))
                .toList();
        return unsaid.isEmpty()
                ? Optional.empty()
                : Optional.of(new Remark(Remark.Kind.UNRECORDED_DATA, site, words(failing, trace, unsaid, batch)));
    }

    private String words(Judged failing, Trace trace, List<Site> unsaid, IntPredicate batch) {
        String record = "; record " + unsaid.stream().map(Site::toString).collect(Collectors.joining(" and "));
        Optional<List<Integer>> rows =
                rows(trace.get(failing.site()).orElseThrow(), failing.expected().orElseThrow());
        if (rows.isPresent()) {
            return "is what the spec's batch makes it with its rows in the order " + rows.get()
                    + ": the program was fed so" + record;
        }
        int own = failing.site().step();
        return IntStream.rangeClosed(1, Math.min(STEPS, experiment.steps()))
                .filter(step -> step != own && !experiment.data().whole() && batch.test(step))
                .mapToObj(step -> "is what the batch of step " + step + " makes it: the program was fed that" + record)
                .findFirst()
                .orElse("was judged from the spec's data, since the trace does not say what it was fed" + record
                        + ", by which other data are told from a wrong layer");
    }

    /** Where each row of an array is among those of another, if each is there once. */
    private static Optional<List<Integer>> rows(Tensor found, Tensor expected) {
        if (!found.shape().equals(expected.shape())
                || found.shape().rank() < 2
                || found.shape().dim(0) < 2) {
            return Optional.empty();
        }
        int count = found.shape().dim(0);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int row = i;
            Optional<Integer> at = IntStream.range(0, count)
                    .filter(j -> !order.contains(j) && like(found, row, expected, j))
                    .boxed()
                    .findFirst();
            if (at.isEmpty()) {
                return Optional.empty();
            }
            order.add(at.get());
        }
        return Optional.of(order);
    }

    private static boolean like(Tensor found, int i, Tensor expected, int j) {
        int width = found.size() / found.shape().dim(0);
        double off = 0;
        double size = 0;
        for (int k = 0; k < width; k++) {
            double e = expected.get(j * width + k);
            off += Math.pow(found.get(i * width + k) - e, 2);
            size += e * e;
        }
        return off <= NEAR * NEAR * size;
    }
}
