package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Verdict;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.report.Blame;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.run.Engines;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Central differences between a reference and a candidate that differ in a derivative. */
class RefereeTest {
    /** The engine, with its gradients and its dx twice what they are. */
    private record Doubled(Engine engine) implements Engine {
        @Override
        public Trace step(Batch batch) {
            Trace doubled = new Trace();
            engine.step(batch).forEach((site, array) -> {
                boolean derivative = site.phase() == Phase.GRADIENT || site.phase() == Phase.BACKWARD;
                doubled.put(
                        site, derivative ? Tensor.fill(array.dtype(), array.shape(), i -> 2 * array.get(i)) : array);
            });
            return doubled;
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

    private static Engine wrongTorch(
            EngineChoice choice, Experiment experiment, Start start, int threads, List<String> faults) {
        Engine engine = choice.open(experiment, start, threads, faults);
        return choice.equals(EngineChoice.TORCH) ? new Doubled(engine) : engine;
    }

    private final List<EngineChoice> opened = new ArrayList<>();

    private static Experiment experiment(String fixture) {
        Path spec = Path.of("..", "fixtures").resolve(fixture + ".json");
        return SpecReader.read(
                new Folder(spec, List.of()),
                new SpecReader.Overrides(OptionalInt.of(2), OptionalLong.empty(), Optional.empty()));
    }

    private Report run(Request request, Engines engines) {
        return Parity.run(request, step -> {}, (choice, experiment, start, threads, faults) -> {
            synchronized (opened) {
                opened.add(choice);
            }
            return engines.open(choice, experiment, start, threads, faults);
        });
    }

    private static Request request(String fixture, Request.Scope scope) {
        Experiment experiment = experiment(fixture);
        return new Request(
                experiment,
                EngineChoice.TORCH,
                EngineChoice.HANDWRITTEN,
                Optional.empty(),
                experiment.inject(),
                scope,
                false,
                1,
                1);
    }

    private static List<Remark> word(Report report) {
        return report.audit().remarks().stream()
                .filter(r -> r.kind() == Remark.Kind.REFEREE)
                .toList();
    }

    @Test
    void withTheReferenceWhereTheCandidateIsWrong() {
        Report report = run(request("softmax-squared-error/wrong", Request.Scope.BOTH), Engines.REAL);
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals(1, word(report).size());
        assertTrue(word(report).get(0).words().contains("side with the reference"), word(report)::toString);
        assertEquals(Phase.GRADIENT, word(report).get(0).site().phase());
    }

    /** As if PyTorch's expression of a layer were wrong: then the audit, which uses it too, blames a candidate that is right. */
    @Test
    void withTheCandidateWhereAllThatComesOfPyTorchIsWrong() {
        Engines doubting = (choice, experiment, start, threads, faults) -> {
            Engine engine = choice.open(experiment, start, threads, faults);
            return List.of(EngineChoice.HANDWRITTEN, EngineChoice.NUMERIC).contains(choice)
                    ? new Doubled(engine)
                    : engine;
        };
        Report report = run(request("softmax-squared-error/right", Request.Scope.BOTH), doubting);
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertTrue(
                report.judgement().reasons().get(0).contains("reference itself is in doubt"),
                report.judgement().reasons()::toString);
        assertTrue(word(report).get(0).words().contains("side with the candidate"), word(report)::toString);
    }

    @Test
    void withTheCandidateWhereTheReferenceIsWrongEndToEnd() {
        Report report =
                run(request("softmax-squared-error/right", Request.Scope.END_TO_END_ONLY), RefereeTest::wrongTorch);
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertTrue(word(report).get(0).words().contains("side with the candidate"), word(report)::toString);
    }

    @Test
    void isNotNeededWhereTheReferenceIsAudited() {
        Report report = run(request("softmax-squared-error/right", Request.Scope.BOTH), RefereeTest::wrongTorch);
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertTrue(
                report.judgement().reasons().get(0).contains("The reference itself is wrong"),
                report.judgement().reasons()::toString);
        assertEquals(Phase.BACKWARD, report.audit().origins().get(0).site().phase());
        assertTrue(
                report.audit().origins().stream().allMatch(o -> o.side() == Blame.REFERENCE),
                report.audit().origins()::toString);
        assertEquals(List.of(), word(report));
    }

    @Test
    void withNeitherWhereBothAreWrong() {
        Engines wrong = (choice, experiment, start, threads, faults) -> {
            Engine engine = choice.open(experiment, start, threads, faults);
            return choice.equals(EngineChoice.TORCH)
                    ? new Doubled(engine)
                    : choice.equals(EngineChoice.HANDWRITTEN) ? new Doubled(new Doubled(engine)) : engine;
        };
        Report report = run(request("softmax-squared-error/right", Request.Scope.BOTH), wrong);
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertTrue(word(report).get(0).words().contains("side with neither"), word(report)::toString);
    }

    @Test
    void isNotAskedWhereNothingIsInDispute() {
        Report report = run(request("softmax-squared-error/right", Request.Scope.BOTH), Engines.REAL);
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(List.of(), word(report));
        assertTrue(!opened.contains(EngineChoice.NUMERIC), opened::toString);
        run(request("softmax-squared-error/wrong", Request.Scope.AUDIT_ONLY), Engines.REAL);
        assertTrue(!opened.contains(EngineChoice.NUMERIC), opened::toString);
    }
}
