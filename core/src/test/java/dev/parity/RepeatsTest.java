package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Element;
import dev.parity.compare.Verdict;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.graph.Batch;
import dev.parity.report.Blame;
import dev.parity.report.Report;
import dev.parity.report.Waver;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A side that computes other bits when it is run again, by one unit in the last place. */
class RepeatsTest {
    private static final String SITE = "2/gradient/linear/weight";

    /** The engine, with one array changed where it wavers. */
    private record Wavering(Engine engine, boolean wavers, UnaryOperator<Tensor> change) implements Engine {
        @Override
        public Trace step(Batch batch) {
            Trace trace = engine.step(batch);
            Trace changed = new Trace();
            trace.forEach((site, array) ->
                    changed.put(site, wavers && site.toString().equals(SITE) ? change.apply(array) : array));
            return changed;
        }

        @Override
        public EngineChoice choice() {
            return engine.choice();
        }

        @Override
        public String version() {
            return engine.version();
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private static Experiment neuron(String name) {
        Path spec = Path.of("..", "fixtures", "one-neuron", name + ".json");
        return SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none());
    }

    private static Request request(Experiment experiment, int repeat) {
        return new Request(
                experiment,
                EngineChoice.TORCH,
                EngineChoice.HANDWRITTEN,
                Optional.empty(),
                experiment.inject(),
                Request.Scope.BOTH,
                false,
                repeat,
                1);
    }

    private static Report run(Request request, EngineChoice wavering, UnaryOperator<Tensor> change) {
        AtomicInteger opened = new AtomicInteger();
        return Parity.run(request, step -> {}, (choice, experiment, start, threads, faults) -> {
            Engine engine = choice.open(experiment, start, threads, faults);
            boolean wavers = choice.equals(wavering) && opened.getAndIncrement() > 0;
            return new Wavering(engine, wavers, change);
        });
    }

    private static Tensor up(Tensor array) {
        return Tensor.fill(array.dtype(), array.shape(), i -> Math.nextUp(array.get(i)));
    }

    @Test
    void enginesRepeatThemselves() {
        Report report = run(request(neuron("right"), 3), EngineChoice.NUMERIC, RepeatsTest::up);
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(Optional.empty(), report.judgement().waver());
    }

    @Test
    void oneBitMakesTheVerdictInconclusive() {
        for (EngineChoice side : List.of(EngineChoice.TORCH, EngineChoice.HANDWRITTEN)) {
            Report report = run(request(neuron("right"), 2), side, RepeatsTest::up);
            assertEquals(Verdict.INCONCLUSIVE, report.verdict());
            Waver waver = report.judgement().waver().orElseThrow();
            assertEquals(side.equals(EngineChoice.TORCH) ? Blame.REFERENCE : Blame.CANDIDATE, waver.side());
            assertEquals(SITE, waver.site().toString());
            assertEquals(2, waver.repetition());
            // the runs are opened at the same time, so either may be the one that is changed
            Element element = waver.element().orElseThrow();
            double larger = Math.max(element.reference(), element.candidate());
            assertEquals(Math.nextDown(larger), Math.min(element.reference(), element.candidate()));
            assertTrue(
                    report.judgement().reasons().get(0).contains("does not repeat itself"),
                    report.judgement().reasons().toString());
            assertTrue(
                    report.judgement().reasons().get(0).contains("that it agrees"),
                    report.judgement().reasons().toString());
        }
    }

    @Test
    void whatTheAuditFoundIsSaidToo() {
        Report report = run(request(neuron("wrong"), 2), EngineChoice.HANDWRITTEN, RepeatsTest::up);
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertTrue(
                report.judgement().reasons().get(0).contains("that it diverges, first at 1/backward/loss/dx"),
                report.judgement().reasons().toString());
        assertEquals(
                "1/backward/loss/dx", report.audit().origins().get(0).site().toString());
        assertEquals(Optional.empty(), report.first());
    }

    @Test
    void theSignOfAZeroAndAnotherShapeAreOtherBits() {
        Report sign = run(request(neuron("right"), 2), EngineChoice.TORCH, a -> a.get(0) == 0 ? negated(a) : a);
        Element zeros = sign.judgement().waver().orElseThrow().element().orElseThrow();
        assertEquals(0, Math.abs(zeros.reference()) + Math.abs(zeros.candidate()));
        assertEquals(SITE, sign.judgement().waver().orElseThrow().site().toString());
        Report shape = run(request(neuron("right"), 2), EngineChoice.TORCH, a -> a.reshape(Shape.of(a.size())));
        assertEquals(Optional.empty(), shape.judgement().waver().orElseThrow().element());
    }

    private static Tensor negated(Tensor array) {
        return Tensor.fill(array.dtype(), array.shape(), i -> -array.get(i));
    }

    @Test
    void whoIsNotAskedToRepeatIsNotRunAgain() {
        Report report = run(request(neuron("right"), 1), EngineChoice.TORCH, RepeatsTest::up);
        assertEquals(Verdict.AGREES, report.verdict());
    }
}
