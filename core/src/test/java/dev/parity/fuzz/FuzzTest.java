package dev.parity.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.nn.layer.Layer;
import dev.parity.nn.loss.Loss;
import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.schedule.Schedule;
import dev.parity.spec.Binder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A few hundred random networks, always the same; {@code scripts/fuzz} draws others. */
class FuzzTest {
    private static final int NETWORKS = 300;
    private static final long SEED = 2;

    @Test
    void theSidesAgreeOnRandomNetworksOfTheWholeCatalogue() {
        Generator generator = new Generator(SEED);
        Census census = new Census();
        List<String> bad = new ArrayList<>();
        for (int number = 0; number < NETWORKS; number++) {
            ObjectNode spec = generator.draw(number).spec;
            Verdict verdict = Trial.of(spec).orElse(Verdict.of(Verdict.Kind.REFUSED));
            census.count(spec, verdict);
            if (verdict.bad()) {
                bad.add(number + " " + verdict + "\n" + spec);
            }
        }
        System.out.print(census.table());
        assertEquals(List.of(), bad);
        assertEquals(Binder.registry(Layer.class).keySet(), census.seen("layer"));
        assertEquals(Binder.registry(Loss.class).keySet(), census.seen("loss"));
        assertEquals(Binder.registry(Optimizer.class).keySet(), census.seen("optimizer"));
        assertEquals(Binder.registry(Schedule.class).keySet(), census.seen("scheduler"));
        // What is refused, dead or beyond the numbers tests nothing; there is some of it, and it must not grow.
        int agree = census.of(Verdict.Kind.AGREES);
        assertTrue(agree > 0.85 * NETWORKS, () -> "only " + agree + " networks agree to rounding");
    }

    /** Specs on which the sides once differed, or one of them broke; each is named after what was the matter. */
    @TestFactory
    Stream<DynamicTest> whatWasFoundStaysFound() throws IOException {
        List<ObjectNode> specs = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                FuzzTest.class.getResourceAsStream("/fuzz/found.jsonl"), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                specs.add((ObjectNode) Sketch.JSON.readTree(line));
            }
        }
        assertFalse(specs.isEmpty());
        return specs.stream()
                .map(spec -> DynamicTest.dynamicTest(spec.get("name").asText(), () -> {
                    Verdict verdict = Trial.of(spec).orElseThrow(() -> new AssertionError(Trial.refusal(spec)));
                    assertEquals(Verdict.Kind.AGREES, verdict.kind(), verdict::toString);
                    Verdict audit = Trial.audit(spec);
                    assertEquals(Verdict.Kind.AGREES, audit.kind(), audit::toString);
                }));
    }

    /** Options of which a spec may only write the default, or that say in other words what others say. */
    private static final Set<String> LEFT_OUT = Set.of(
            "padding_mode",
            "max_norm",
            "GRU.dropout",
            "LSTM.dropout",
            "RNN.dropout",
            "MultiheadAttention.dropout",
            "proj_size",
            "epochs",
            "steps_per_epoch");

    @Test
    void everyOptionIsDrawn() {
        Map<String, Set<String>> drawn = new TreeMap<>();
        Generator generator = new Generator(SEED);
        for (int number = 0; number < 2000; number++) {
            options(generator.draw(number).spec, drawn);
        }
        List<String> missing = new ArrayList<>();
        for (Class<?> sealed : List.of(Layer.class, Loss.class, Optimizer.class, Schedule.class)) {
            Binder.registry(sealed).forEach((type, record) -> Arrays.stream(record.getRecordComponents())
                    .map(RecordComponent::getName)
                    .filter(o -> !drawn.getOrDefault(type, Set.of()).contains(o))
                    .filter(o -> !LEFT_OUT.contains(o) && !LEFT_OUT.contains(type + "." + o))
                    .forEach(o -> missing.add(type + "." + o)));
        }
        assertEquals(List.of(), missing);
    }

    /** The fields of each object that has a type. */
    private static void options(JsonNode node, Map<String, Set<String>> drawn) {
        if (node.has("type")) {
            Set<String> fields = drawn.computeIfAbsent(node.get("type").asText(), t -> new TreeSet<>());
            node.fieldNames().forEachRemaining(fields::add);
        }
        node.forEach(child -> options(child, drawn));
    }

    @Test
    void aNetworkIsAFunctionOfSeedAndNumber() {
        ObjectNode first = new Generator(7).draw(3).spec;
        Generator other = new Generator(7);
        other.draw(2);
        assertEquals(first, other.draw(3).spec);
        assertFalse(first.equals(new Generator(8).draw(3).spec));
    }

    /** The comparison can fail, it says where, and what is left of the network still does. */
    @Test
    void aPlantedFaultIsFoundAndItsSpecMadeSmaller() {
        int found = 0;
        Generator generator = new Generator(1);
        for (int number = 0; found < 1; number++) {
            ObjectNode spec = generator.draw(number).spec;
            spec.put("inject", "relu-mask-missing");
            Verdict verdict = Trial.of(spec).orElse(Verdict.of(Verdict.Kind.REFUSED));
            if (verdict.kind() == Verdict.Kind.FAILS && spec.get("layers").size() > 4) {
                assertTrue(verdict.place().matches("1/backward/relu\\d+(#2)?/dx"), verdict::toString);
                ObjectNode small = Shrink.smaller(spec, verdict);
                assertEquals(Verdict.Kind.FAILS, Trial.of(small).orElseThrow().kind());
                assertTrue(small.get("layers").size() < spec.get("layers").size(), small::toString);
                found++;
            }
        }
    }
}
