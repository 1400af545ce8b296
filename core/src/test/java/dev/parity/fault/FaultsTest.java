package dev.parity.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.fuzz.Networks;
import dev.parity.score.Bed;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault of the catalogue, planted in one layer of a network in which it would fit elsewhere too. */
class FaultsTest {
    /**
     * A fault and its layer, the network, the first step in which it shows, all arrays in which it is made, and a network in which it
     * cannot be seen, where there is one.
     */
    private static final String TABLE = """
            bias-grad-not-summed-over-batch@fc2    | classifier | 1 | gradient/fc2/bias                     | lone
            ce-grad-not-divided-by-n@loss          | classifier | 1 | backward/loss/dx                      | summed
            grads-not-zeroed@fc2                   | classifier | 2 | gradient/fc2/weight gradient/fc2/bias | one-step
            linear-grad-transposed@fc2             | classifier | 1 | gradient/fc2/weight                   | column
            mse-missing-factor-2@loss              | regression | 1 | backward/loss/dx                      | -
            output-error-sign@loss                 | classifier | 1 | backward/loss/dx                      | -
            relu-mask-missing@relu                 | classifier | 1 | backward/relu/dx                      | lit
            softmax-jacobian-diagonal-only@softmax | regression | 1 | backward/softmax/dx                   | -
            """;

    private static final String CLASSIFIER = """
            {"dtype": "float64", "steps": 3, "seed": 3,
             "data": {"x": {"randn": [5, 4]}, "y": {"randint": [0, 3], "shape": [5]}},
             "layers": [{"type": "Linear", "name": "fc1", "in_features": 4, "out_features": 4}, {"type": "ReLU"},
                        {"type": "Linear", "name": "fc2", "in_features": 4, "out_features": 4}, {"type": "ReLU"},
                        {"type": "Linear", "name": "fc3", "in_features": 4, "out_features": 3}],
             "loss": {"type": "CrossEntropyLoss"}, "optimizer": {"type": "SGD", "lr": 0.01}}
            """;

    private static final String REGRESSION = """
            {"dtype": "float64", "steps": 3, "seed": 3,
             "data": {"x": {"randn": [5, 3]}, "y": {"randn": [5, 2]}},
             "layers": [{"type": "Linear", "name": "fc1", "in_features": 3, "out_features": 4}, {"type": "Softmax", "dim": 1},
                        {"type": "Linear", "name": "fc2", "in_features": 4, "out_features": 2}, {"type": "Softmax", "dim": 1}],
             "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.01}}
            """;

    private static final Map<String, String> NETWORKS = Map.of(
            "classifier",
            CLASSIFIER,
            "regression",
            REGRESSION,
            "lone",
            CLASSIFIER.replace("[5, 4]", "[1, 4]").replace("[5]", "[1]"),
            "summed",
            CLASSIFIER.replace("\"CrossEntropyLoss\"", "\"CrossEntropyLoss\", \"reduction\": \"sum\""),
            "one-step",
            CLASSIFIER.replace("\"steps\": 3", "\"steps\": 1"),
            "column",
            CLASSIFIER
                    .replace(
                            "\"fc2\", \"in_features\": 4, \"out_features\": 4",
                            "\"fc2\", \"in_features\": 4, \"out_features\": 1")
                    .replace("\"fc3\", \"in_features\": 4", "\"fc3\", \"in_features\": 1"),
            "lit",
            CLASSIFIER
                    .replace("{\"randn\": [5, 4]}", "{\"rand\": [5, 4]}")
                    .replace("\"out_features\": 4", "\"out_features\": 4, \"weight\": {\"init\": \"ones_\"}"));

    private static final Map<String, Bed> BEDS = new HashMap<>();

    private record Row(String fault, String network, int first, List<String> arrays, String unseen) {
        static Row parse(String line) {
            String[] cells = line.split(" *\\| *");
            return new Row(
                    cells[0], cells[1], Integer.parseInt(cells[2]), List.of(cells[3].split(" ")), cells[4].strip());
        }

        String id() {
            return fault.replaceFirst("@.*", "");
        }

        String at() {
            return fault.replaceFirst(".*@", "@");
        }

        @Override
        public String toString() {
            return fault;
        }
    }

    private static List<Row> table() {
        return TABLE.lines().map(Row::parse).toList();
    }

    private static Bed bed(String network) {
        return BEDS.computeIfAbsent(network, name -> {
            try {
                return new Bed(Networks.read((ObjectNode) new ObjectMapper().readTree(NETWORKS.get(name))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @AfterAll
    static void close() {
        BEDS.values().forEach(Bed::close);
        BEDS.clear();
    }

    private static TreeSet<String> origins(String network, List<String> faults) {
        Bed bed = bed(network);
        TreeSet<String> origins = new TreeSet<>();
        bed.origins(bed.run(faults)).forEach(site -> origins.add(site.toString()));
        return origins;
    }

    @Test
    void eachHasItsRow() {
        assertEquals(
                Faults.all().stream().map(Fault::id).toList(),
                table().stream().map(Row::id).toList());
    }

    @ParameterizedTest
    @MethodSource("table")
    void isFoundAtItsPlaceAndNowhereElse(Row row) {
        int steps = bed(row.network).run(List.of()).size();
        TreeSet<String> wanted = new TreeSet<>();
        for (int step = row.first; step <= steps; step++) {
            for (String array : row.arrays) {
                wanted.add(step + "/" + array);
            }
        }
        assertEquals(wanted, origins(row.network, List.of(row.fault)));
    }

    @ParameterizedTest
    @MethodSource("table")
    void nothingIsFoundInTheRightCode(Row row) {
        assertEquals(new TreeSet<>(), origins(row.network, List.of()));
    }

    private static List<Row> somewhereUnseen() {
        return table().stream().filter(row -> !row.unseen.equals("-")).toList();
    }

    @ParameterizedTest
    @MethodSource("somewhereUnseen")
    void nothingIsFoundWhereItDoesNothing(Row row) {
        assertEquals(new TreeSet<>(), origins(row.unseen, List.of(row.fault)));
    }

    /** What the others make in its place, of which one is taken for it as little as what is right. */
    @ParameterizedTest
    @MethodSource("table")
    void noOtherMakesItsNumbers(Row row) {
        List<Trace> own = bed(row.network).run(List.of(row.fault));
        int others = 0;
        for (Fault other : Faults.all()) {
            List<Trace> traces;
            try {
                traces = bed(row.network).run(List.of(other.id() + row.at()));
            } catch (BadInput fitsNowhereThere) {
                continue;
            }
            boolean same = row.arrays.stream().allMatch(a -> same(own, traces, Site.parse(row.first + "/" + a)));
            assertEquals(other.id().equals(row.id()), same, () -> other.id() + " in the place of " + row);
            others++;
        }
        assertTrue(others > 0);
    }

    private static boolean same(List<Trace> some, List<Trace> others, Site site) {
        Tensor a = some.get(site.step() - 1).get(site).orElseThrow();
        Tensor b = others.get(site.step() - 1).get(site).orElseThrow();
        return IntStream.range(0, a.size()).allMatch(i -> Math.abs(a.get(i) - b.get(i)) <= 1e-9 * Math.abs(a.get(i)));
    }
}
