package dev.parity.run;

import dev.parity.compare.Element;
import dev.parity.graph.Batch;
import dev.parity.report.Blame;
import dev.parity.report.Waver;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The further runs of each side, in lockstep with its first, and each held to it bit for bit. */
public final class Repeats implements Witness, AutoCloseable {
    private final List<Worker> ofReference;
    private final List<Worker> ofCandidate;
    private Optional<Waver> waver = Optional.empty();

    Repeats(List<Worker> ofReference, List<Worker> ofCandidate) {
        this.ofReference = List.copyOf(ofReference);
        this.ofCandidate = List.copyOf(ofCandidate);
    }

    public void begin(Batch batch) {
        both().forEach(run -> run.begin(batch));
    }

    private Stream<Worker> both() {
        return Stream.concat(ofReference.stream(), ofCandidate.stream());
    }

    /** Waits for the step that was begun, and holds it to what the first runs computed. */
    @Override
    public void step(Batch batch, Trace reference, Trace candidate) {
        finish(Blame.REFERENCE, ofReference, reference);
        finish(Blame.CANDIDATE, ofCandidate, candidate);
    }

    private void finish(Blame side, List<Worker> runs, Trace first) {
        for (int i = 0; i < runs.size(); i++) {
            Trace again = runs.get(i).finish();
            int repetition = i + 2;
            if (waver.isEmpty()) {
                waver = Stream.concat(first.sites().stream(), again.sites().stream())
                        .filter(site -> !same(first.get(site), again.get(site)))
                        .findFirst()
                        .map(site -> new Waver(side, repetition, site, element(site, first, again)));
            }
        }
    }

    /** Where it wavers first, if it does. */
    public Optional<Waver> waver() {
        return waver;
    }

    private static boolean same(Optional<Tensor> first, Optional<Tensor> again) {
        return first.isPresent() && again.isPresent() && first.get().sameBits(again.get());
    }

    private static Optional<Element> element(Site site, Trace first, Trace again) {
        Optional<Tensor> a = first.get(site);
        Optional<Tensor> b =
                again.get(site).filter(t -> a.isPresent() && a.get().shape().equals(t.shape()));
        return b.flatMap(t -> IntStream.range(0, t.size())
                .filter(i -> bits(a.get(), i) != bits(t, i))
                .boxed()
                .findFirst()
                .map(i -> new Element(
                        IntStream.of(t.shape().index(i)).boxed().toList(),
                        a.get().get(i),
                        t.get(i))));
    }

    private static long bits(Tensor array, int i) {
        return array.dtype() == DType.INT64 ? array.getLong(i) : Double.doubleToLongBits(array.get(i));
    }

    @Override
    public void close() {
        both().forEach(Worker::close);
    }
}
