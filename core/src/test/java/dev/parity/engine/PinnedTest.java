package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.Examples.Example;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both engines against numbers that real PyTorch computed in Python (scripts/record_examples), for every line of every table:
 * the initial weights to the last bit, everything else to the rounding of its type.
 */
class PinnedTest {
    record Case(String table, String dtype, double tolerance) {
        @Override
        public String toString() {
            return table + " in " + dtype;
        }
    }

    static Stream<Case> tables() {
        return Examples.TABLES.stream()
                .flatMap(table -> Stream.of(new Case(table, "float64", 1e-12), new Case(table, "float32", 1e-5)));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void bothEnginesComputeWhatPythonsPyTorchComputes(Case table) throws URISyntaxException {
        URL url = PinnedTest.class.getResource("/pinned/" + table.table + "-" + table.dtype + ".npz");
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        try (Npz pinned = Npz.read(Path.of(url.toURI()))) {
            List<Example> examples = Examples.of(table.table);
            for (int line = 1; line <= examples.size(); line++) {
                if (examples.get(line - 1).line().has("changed")) {
                    continue; // the engine is libtorch 2.7.1, the recorded numbers are of a later version
                }
                Experiment experiment = examples.get(line - 1).experiment(table.dtype);
                Start start = Start.draw(experiment);
                compared += start(line, start, experiment, pinned, wrong);
                try (Engine torch = new TorchEngine(experiment, start, 1);
                        Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
                    for (int step = 1; step <= experiment.steps(); step++) {
                        Batch batch = start.batch(step);
                        compared +=
                                compare(line, torch.choice().name(), torch.step(batch), pinned, table.tolerance, wrong);
                        compared += compare(
                                line,
                                handwritten.choice().name(),
                                handwritten.step(batch),
                                pinned,
                                table.tolerance,
                                wrong);
                    }
                }
            }
            assertEquals(List.of(), wrong);
            assertTrue(
                    compared > 10 * examples.size(),
                    compared + " arrays of " + examples.size() + " examples were compared");
        }
    }

    /** What was drawn, bit for bit. */
    private static int start(int line, Start start, Experiment experiment, Npz pinned, List<String> wrong) {
        experiment.weights().forEach(weight -> {
            Site site = Graph.left(weight).at(0);
            String key = line + "/" + site;
            Tensor mine = start.weights().get(weight.name());
            if (!pinned.names().contains(key)) {
                wrong.add(key + " is not pinned");
            } else if (!pinned.get(key).to(mine.dtype()).sameBits(mine)) {
                wrong.add(key + " is drawn differently");
            }
        });
        return experiment.weights().size();
    }

    private static int compare(int line, String engine, Trace trace, Npz pinned, double tolerance, List<String> wrong) {
        int compared = 0;
        for (Site site : trace.sites()) {
            String key = line + "/" + site;
            if (!pinned.names().contains(key)) {
                if (site.phase() == Phase.UPDATE
                        || site.phase() == Phase.LOSS
                        || site.equals(site.at(1)) && site.phase() != Phase.DATA) {
                    wrong.add(engine + " " + key + " is not pinned");
                }
                continue;
            }
            Tensor expected = pinned.get(key);
            Tensor found = trace.get(site).orElseThrow();
            double scale = 0;
            double worst = 0;
            for (int i = 0; i < expected.size(); i++) {
                if (Double.isFinite(expected.get(i))) {
                    scale = Math.max(scale, Math.abs(expected.get(i)));
                }
                double difference = Math.abs(expected.get(i) - found.get(i));
                boolean bothNaN = Double.isNaN(expected.get(i)) && Double.isNaN(found.get(i));
                worst = bothNaN || expected.get(i) == found.get(i)
                        ? worst
                        : Math.max(worst, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
            }
            if (!expected.shape().equals(found.shape()) || !(worst <= tolerance * scale)) {
                wrong.add(engine + " " + key + ": difference " + worst + " in numbers up to " + scale + ", shapes "
                        + expected.shape() + " and " + found.shape());
            }
            compared++;
        }
        return compared;
    }
}
