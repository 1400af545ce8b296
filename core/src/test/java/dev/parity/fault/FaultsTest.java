package dev.parity.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.graph.Graph;
import dev.parity.score.Bed;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of the catalogue, planted in one layer of a network in which it would fit elsewhere too. */
class FaultsTest {
    private static final Map<String, JsonNode> NETWORKS = networks();
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
        return text("faults.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Row::parse)
                .toList();
    }

    private static String text(String file) {
        try (InputStream in = FaultsTest.class.getResourceAsStream("/examples/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> networks() {
        Map<String, JsonNode> all = new HashMap<>();
        json(text("fault-networks.json")).fields().forEachRemaining(f -> all.put(f.getKey(), f.getValue()));
        return all;
    }

    /** A network of the file: as it stands there, or like another with some of its text replaced, in which ' is a quotation mark. */
    private static ObjectNode spec(String name) {
        JsonNode own = NETWORKS.get(name);
        if (!own.has("like")) {
            return (ObjectNode) own;
        }
        String text = spec(own.get("like").asText()).toString().replace('"', '\'');
        for (Map.Entry<String, JsonNode> part : own.get("with").properties()) {
            assertTrue(text.contains(part.getKey()), () -> name + " has no " + part.getKey());
            text = text.replace(part.getKey(), part.getValue().asText());
        }
        return (ObjectNode) json(text.replace('\'', '"'));
    }

    private static Bed bed(String network) {
        return BEDS.computeIfAbsent(network, name -> new Bed(Networks.read(spec(name))));
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

    @Test
    void severalAreFoundEachAtItsPlace() {
        List<String> faults = List.of(
                "relu-mask-missing@relu",
                "bias-grad-summed-over-everything@fc2",
                "softmax-grad-factor-2@loss",
                "shared-memory-weights@fc3:2");
        Set<String> wanted = new TreeSet<>(Set.of("2/update/fc3/weight", "2/update/fc3/bias"));
        for (int step = 1; step <= 3; step++) {
            wanted.addAll(Set.of(step + "/backward/relu/dx", step + "/gradient/fc2/bias", step + "/backward/loss/dx"));
        }
        assertEquals(wanted, origins("classifier", faults));
    }

    /** Wherever a fault fits it can be planted, alone and twice over. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void noneBreaksWhereItFits(int number) {
        Experiment experiment = Networks.read(Networks.plain(77).draw(number));
        Start start = Start.draw(experiment);
        List<Operation> operations = new Graph(experiment).operations();
        for (Fault fault : Faults.all()) {
            if (operations.stream().anyMatch(fault::fits)) {
                try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of(fault.id(), fault.id()))) {
                    for (int step = 1; step <= Math.min(3, experiment.steps()); step++) {
                        engine.step(start.batch(step));
                    }
                } catch (RuntimeException e) {
                    throw new AssertionError(fault.id() + " in network " + number, e);
                }
            }
        }
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
            assertEquals(other.id().equals(row.id()), same(own, traces), () -> other.id() + " in the place of " + row);
            others++;
        }
        assertTrue(others > 0);
    }

    private static boolean same(List<Trace> some, List<Trace> others) {
        for (int step = 0; step < some.size(); step++) {
            for (Site site : some.get(step).sites()) {
                if (!same(
                        some.get(step).get(site).orElseThrow(),
                        others.get(step).get(site).orElseThrow())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean same(Tensor a, Tensor b) {
        return IntStream.range(0, a.size()).allMatch(i -> Math.abs(a.get(i) - b.get(i)) <= 1e-9 * Math.abs(a.get(i)));
    }
}
