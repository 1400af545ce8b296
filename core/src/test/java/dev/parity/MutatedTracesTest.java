package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Verdict;
import dev.parity.engine.EngineChoice;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import dev.parity.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Traces that something has befallen ({@link Mutation}): each is refused by a message or judged, whatever it holds; none brings the program
 * down or to a stop, and none agrees in which a number that is compared is another.
 */
class MutatedTracesTest {
    private static final int DIFFS = 2000;
    private static final int RUNS = 60;

    /** What is owed. An array between, that what follows was not made of, is a false record, which is said and agrees. */
    private static final Set<Phase> CONTRACT =
            EnumSet.of(Phase.DATA, Phase.LOSS, Phase.GRADIENT, Phase.STATE, Phase.UPDATE);

    private static final String SPEC = """
            {"dtype": "float64", "steps": 2, "seed": 3, "data": {"x": {"randn": [4, 3]}, "y": {"randn": [4, 2]}},
             "layers": [{"type": "Linear", "name": "fc1", "in_features": 3, "out_features": 3}, {"type": "ReLU"},
                        {"type": "Linear", "name": "fc2", "in_features": 3, "out_features": 2}],
             "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1, "momentum": 0.9}}
            """;

    @TempDir
    Path folder;

    private Path record(String name) throws IOException {
        Path trace = folder.resolve(name);
        Recording.write(
                new Recording.Request(experiment(), Optional.of(EngineChoice.TORCH), List.of(), 1, trace, "test"),
                step -> {});
        return trace;
    }

    private Experiment experiment() throws IOException {
        Path spec = Files.writeString(folder.resolve("spec.json"), SPEC);
        return SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none());
    }

    private static Map<Site, Tensor> arrays(Path trace) {
        Map<Site, Tensor> all = new HashMap<>();
        try (TraceReader reader = TraceReader.open(trace)) {
            Trace start = reader.start();
            start.forEach(all::put);
            for (int step : reader.steps()) {
                reader.step(step).forEach(all::put);
            }
        }
        return all;
    }

    /** Whether an array that both hold is another beyond rounding. */
    private static boolean differ(Map<Site, Tensor> right, Map<Site, Tensor> mutated, Set<Phase> phases) {
        return right.entrySet().stream()
                .filter(e -> phases.contains(e.getKey().phase()))
                .filter(e -> mutated.containsKey(e.getKey()) && e.getKey().step() <= 2)
                .anyMatch(e -> differ(e.getValue(), mutated.get(e.getKey())));
    }

    private static boolean differ(Tensor a, Tensor b) {
        if (a.size() != b.size()) {
            return true;
        }
        for (int i = 0; i < a.size(); i++) {
            double d = Math.abs(a.get(i) - b.get(i));
            if (!(d <= 1e-5 + 1e-5 * Math.abs(a.get(i)))) {
                return true;
            }
        }
        return false;
    }

    /** What came of many mutations of a trace, and how many were refused. */
    private Map<Verdict, Integer> judge(
            String name, int count, long seed, Set<Phase> phases, Function<Path, Report> judge) throws IOException {
        Path right = record(name);
        Map<Site, Tensor> arrays = arrays(right);
        byte[] bytes = Files.readAllBytes(right);
        Random random = new Random(seed);
        Path mutated = folder.resolve("mutated-" + name);
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (int i = 0; i < count; i++) {
            Files.write(mutated, Mutation.any(bytes, random));
            try {
                Verdict verdict = judge.apply(mutated).verdict();
                verdicts.merge(verdict, 1, Integer::sum);
                if (verdict == Verdict.AGREES && differ(arrays, arrays(mutated), phases)) {
                    throw new AssertionError("agrees");
                }
            } catch (BadInput refused) {
                assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
                assertTrue(refused.getMessage().contains("mutated-"), refused.getMessage());
            } catch (Throwable e) {
                Path kept = Path.of("target", "mutation-" + i + "-" + name);
                Files.copy(mutated, kept, StandardCopyOption.REPLACE_EXISTING);
                throw new AssertionError("mutation " + i + " of " + name + ", kept as " + kept.toAbsolutePath(), e);
            }
        }
        return verdicts;
    }

    private static Report diff(Path right, Path mutated) {
        return Diff.run(right, mutated, Optional.empty(), false);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void areDiffedOrRefused() throws IOException {
        for (String name : List.of("t.npz", "t.safetensors")) {
            Path right = folder.resolve(name);
            Map<Verdict, Integer> verdicts =
                    judge(name, DIFFS / 2, 7, EnumSet.allOf(Phase.class), mutated -> diff(right, mutated));
            int judged = verdicts.values().stream().mapToInt(n -> n).sum();
            assertTrue(judged > DIFFS / 20 && judged < DIFFS / 2, name + ": judged " + verdicts);
            assertTrue(verdicts.getOrDefault(Verdict.DIVERGES, 0) > DIFFS / 50, name + ": " + verdicts);
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void areAuditedOrRefused() throws IOException {
        Experiment experiment = experiment();
        for (String name : List.of("t.npz", "t.safetensors")) {
            Map<Verdict, Integer> verdicts = judge(
                    name,
                    RUNS / 2,
                    11,
                    CONTRACT,
                    mutated -> Parity.run(
                            Request.plain(experiment, "torch", "trace:" + mutated, List.of(), 1), step -> {}));
            assertTrue(verdicts.getOrDefault(Verdict.DIVERGES, 0) > 2, name + ": " + verdicts);
        }
    }
}
