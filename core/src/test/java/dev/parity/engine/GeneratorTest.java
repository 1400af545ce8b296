package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing draws from the generator that libtorch keeps for the whole process: two runs at once draw what one alone would. */
class GeneratorTest {
    private static final int STARTS = 300;

    private static final String DRAW = """
            def draw(self, a: List[Tensor]) -> List[Tensor]:
              return [torch.empty([50], dtype=7).normal_(generator=self.random())]
            """;

    private static final Pattern DRAWS = Pattern.compile(
            "torch\\.rand\\w*\\(|\\.(uniform_|normal_|random_|bernoulli_)\\(|torch\\.(manual_seed|bernoulli)");

    private static Experiment experiment(int seed) {
        ObjectNode spec = GraphTest.spec("""
                [{"type": "Linear", "inputs": "data.s", "in_features": 4, "out_features": 5},
                 {"type": "Dropout", "p": 0.5}, {"type": "Linear", "in_features": 5, "out_features": 3}]
                """, "[8, 5, 3]");
        return Examples.read(spec.put("seed", seed).put("generator", "torch"));
    }

    private static Map<String, Tensor> weights(int seed) {
        return Start.draw(experiment(seed)).weights();
    }

    @Test
    void startsThatAreDrawnAtOnceAreThoseDrawnAlone() throws Exception {
        List<Map<String, Tensor>> alone =
                IntStream.range(0, STARTS).mapToObj(GeneratorTest::weights).toList();
        List<Map<String, Tensor>> atOnce = atOnce(STARTS, GeneratorTest::weights);
        int same = 0;
        for (int i = 0; i < STARTS; i++) {
            Map<String, Tensor> other = atOnce.get(i);
            assertEquals(alone.get(i).keySet(), other.keySet());
            same += alone.get(i).entrySet().stream().allMatch(w -> w.getValue().sameBits(other.get(w.getKey())))
                    ? 1
                    : 0;
        }
        assertEquals(STARTS, same, "of " + STARTS);
    }

    /** As the audit's programs do, which are compiled and run while others are. */
    @Test
    void whatAProgramDrawsDependsOnItselfAlone() throws Exception {
        IntFunction<Tensor> thirdDraw = i -> {
            try (TorchProgram program = new TorchProgram(DRAW, 1)) {
                Tensor drawn = Tensor.of(Shape.scalar(), 0.0);
                for (int n = 0; n < 3; n++) {
                    drawn = program.run("draw", List.of(Tensor.of(Shape.scalar(), 0.0)))
                            .get(0);
                }
                return drawn;
            }
        };
        Tensor alone = thirdDraw.apply(0);
        List<Tensor> all = atOnce(20, thirdDraw);
        assertEquals(20, all.stream().filter(alone::sameBits).count());
    }

    @Test
    void everyDrawNamesItsGenerator() throws IOException {
        Path main = Path.of("src/main");
        List<String> nameless = new ArrayList<>();
        int draws = 0;
        try (Stream<Path> files = Stream.of(
                        "java/dev/parity/engine", "java/dev/parity/audit", "resources/dev/parity/audit")
                .map(main::resolve)
                .flatMap(GeneratorTest::walk)) {
            for (Path file :
                    files.filter(f -> f.toString().matches(".*\\.(java|py)")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (DRAWS.matcher(line).find() && !line.strip().startsWith("*")) {
                        draws++;
                        if (!line.contains("generator=")) {
                            nameless.add(file + ": " + line.strip());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), nameless);
        assertTrue(draws >= 9, draws + " draws were looked at");
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first half on one thread, the second half on another, both from the same moment on. */
    private static <T> List<T> atOnce(int count, IntFunction<T> make) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<List<T>>> halves = new ArrayList<>();
            for (int half = 0; half < 2; half++) {
                IntStream numbers = IntStream.range(half * count / 2, (half + 1) * count / 2);
                halves.add(threads.submit(() -> {
                    together.await();
                    return numbers.mapToObj(make).toList();
                }));
            }
            List<T> all = new ArrayList<>(halves.get(0).get());
            all.addAll(halves.get(1).get());
            return all;
        } finally {
            threads.shutdownNow();
        }
    }
}
