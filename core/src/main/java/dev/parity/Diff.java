package dev.parity;

import dev.parity.compare.Comparer;
import dev.parity.compare.Comparison;
import dev.parity.compare.Summary;
import dev.parity.compare.Tally;
import dev.parity.compare.Tolerance;
import dev.parity.compare.Verdict;
import dev.parity.engine.EngineChoice;
import dev.parity.pair.Strays;
import dev.parity.report.Audit;
import dev.parity.report.Basis;
import dev.parity.report.Judgement;
import dev.parity.report.Report;
import dev.parity.report.Run;
import dev.parity.report.Side;
import dev.parity.report.Subject;
import dev.parity.report.Timing;
import dev.parity.run.PeakMemory;
import dev.parity.tensor.DType;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import dev.parity.trace.TraceReader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two recorded traces beside each other, end to end and without a spec. Loads no native library. */
public final class Diff {
    private Diff() {}

    /**
     * Compares two traces.
     *
     * @param strict whether steps that one side alone has make a run inconclusive that would agree
     * @param asked the tolerance that the user wants, in place of the default of the arrays' precision
     */
    public static Report run(Path reference, Path candidate, Optional<Tolerance> asked, boolean strict) {
        long began = System.nanoTime();
        try (TraceReader r = TraceReader.open(reference);
                TraceReader c = TraceReader.open(candidate)) {
            Timed ofReference = new Timed(r);
            Timed ofCandidate = new Timed(c);
            Comparer comparer = new Comparer(DType.coarser(r.dtype(), c.dtype()), asked);
            SortedSet<Integer> steps = new TreeSet<>(r.steps());
            steps.addAll(c.steps());
            steps.add(0);
            long comparing = 0;
            for (int step : steps) {
                Trace fromReference = ofReference.step(step);
                Trace fromCandidate = ofCandidate.step(step);
                long compare = System.nanoTime();
                comparer.accept(fromReference, fromCandidate);
                comparing += System.nanoTime() - compare;
            }
            Comparison comparison = comparer.comparison();
            Judgement judgement = Judgement.endToEnd(Basis.TRACES, comparison);
            return new Report(
                    new Run(
                            new Subject(reference + " and " + candidate, "", ""),
                            ofReference.side(c.steps()),
                            ofCandidate.side(r.steps()),
                            new Timing(
                                    ofReference.seconds(),
                                    ofCandidate.seconds(),
                                    comparing / 1e9,
                                    0,
                                    (System.nanoTime() - began) / 1e9,
                                    PeakMemory.bytes())),
                    strict && !r.steps().equals(c.steps()) && judgement.verdict() == Verdict.AGREES
                            ? judgement.because(
                                    "Nothing differs, but a side lacks steps of the other, too much for --strict")
                            : judgement,
                    Audit.NONE,
                    List.of(),
                    Stream.of(
                                    warnings(comparison),
                                    Strays.aside("the reference", r.aside()).stream()
                                            .toList(),
                                    Strays.aside("the candidate", c.aside()).stream()
                                            .toList())
                            .flatMap(List::stream)
                            .toList(),
                    comparison);
        }
    }

    /** Names that only one side has, each so near to one that only the other has that it was probably mistyped. */
    private static List<String> warnings(Comparison comparison) {
        Set<Slot> onlyCandidate = having(comparison, Tally::missingOnReference);
        Set<Slot> onlyReference = having(comparison, Tally::missingOnCandidate);
        Strays strays = new Strays("only the candidate records ", onlyReference);
        onlyCandidate.stream().filter(strays::isNear).forEach(strays::add);
        return strays.warning().stream().toList();
    }

    private static Set<Slot> having(Comparison comparison, ToIntFunction<Tally> count) {
        return comparison.having(count).stream()
                .map(Summary::slot)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A trace, and the time that reading it takes. */
    private static final class Timed {
        private final TraceReader reader;
        private long nanos;

        Timed(TraceReader reader) {
            this.reader = reader;
        }

        Trace step(int step) {
            long began = System.nanoTime();
            Trace trace = reader.step(step);
            nanos += System.nanoTime() - began;
            return trace;
        }

        double seconds() {
            return nanos / 1e9;
        }

        /** @param others the steps that the other side has */
        Side side(SortedSet<Integer> others) {
            List<Integer> alone = reader.steps().stream()
                    .filter(step -> !others.contains(step))
                    .toList();
            return new Side(
                    new EngineChoice.Recorded(reader.path().toString()).name(),
                    reader.header().producer(),
                    reader.dtype(),
                    0,
                    alone);
        }
    }
}
