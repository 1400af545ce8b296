package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Masks are what {@code torch.nn.functional.dropout} draws after the tensors, the layers and the shuffles: recorded with torch
 * 2.13.0 and numpy 2.4.6, for a seed of 5, and written here row by row, 1 for what is kept.
 */
class MasksTest {
    private static final String NET = """
            {"dtype": "%s", "steps": 4, "seed": 5, "generator": "%s",
             "tensors": {"x": {"randn": [5, 8]}, "y": {"randn": [5, 3]}},
             "data": {"x": "x", "y": "y", "batch_size": 2, "shuffle": true},
             "layers": [{"type": "Linear", "in_features": 8, "out_features": 8},
                        {"type": "Dropout", "name": "a", "p": 0.3},
                        {"type": "Linear", "in_features": 8, "out_features": 3},
                        {"type": "Dropout", "name": "b", "p": 0.6}],
             "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1}}
            """;

    private static Experiment net(String dtype, String generator) {
        return spec(NET.formatted(dtype, generator));
    }

    private static Experiment spec(String json) {
        try {
            return Examples.read((ObjectNode) new ObjectMapper().readTree(json));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "torch, float32, 1111100110011001 101100, 1111110000011111 000010, 11111101 110, 0110111111011010 010101",
        "torch, float64, 1101111110110011 111011, 1101111110111111 100000, 11101110 000, 0100010100011011 110000",
        "numpy, float32, 1001101111111010 001100, 0011110010100011 000101, 11101111 010, 0111000001110111 000001",
        "numpy, float64, 1001101111111010 001100, 0011110010100011 000101, 11101111 010, 0111000001110111 000001"
    })
    void areThoseOfTheGenerator(String generator, String dtype, String one, String two, String three, String four) {
        Start start = Start.draw(net(dtype, generator));
        assertEquals(one, bits(start.batch(1)));
        assertEquals(two, bits(start.batch(2)));
        assertEquals(three, bits(start.batch(3)), "the last batch of the epoch has one row");
        assertEquals(four, bits(start.batch(4)));
        assertEquals(two, bits(start.batch(2)), "asked for again");
    }

    @Test
    void withoutAnythingElseDrawnTheyComeFirst() {
        Experiment experiment = spec("""
                {"seed": 5, "data": {"x": {"ones": [5, 8]}, "y": {"ones": [5, 8]}},
                 "layers": [{"type": "Dropout", "name": "a", "p": 0.3}, {"type": "Dropout", "name": "b", "p": 1}],
                 "loss": {"type": "MSELoss"}}
                """);
        assertEquals(
                "1111101001110111110111110111100011011111 " + "0".repeat(40),
                bits(Start.draw(experiment).batch(1)));
    }

    /** Step after step; one that lies behind begins again, and only that. */
    @Test
    void eachNumberIsDrawnOnce() {
        AtomicInteger numbers = new AtomicInteger();
        AtomicInteger beginnings = new AtomicInteger();
        Masks masks = new Masks(net("float32", "torch"), () -> {
            beginnings.incrementAndGet();
            return () -> numbers.getAndIncrement() % 2;
        });
        int[] after = {2 * 8 + 2 * 3, 2 * (2 * 8 + 2 * 3), 5 * 8 + 5 * 3, 7 * 8 + 7 * 3};
        for (int step = 1; step <= 4; step++) {
            Map<String, Tensor> once = masks.of(step);
            assertSame(once, masks.of(step), "asked for again");
            assertEquals(after[step - 1], numbers.get());
        }
        assertEquals(1, beginnings.get());
        masks.of(2);
        assertEquals(2, beginnings.get());
        assertEquals(after[3] + after[1], numbers.get());
    }

    private static String bits(Batch batch) {
        return bits(batch.masks().get("a")) + " " + bits(batch.masks().get("b"));
    }

    private static String bits(Tensor mask) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < mask.size(); i++) {
            assertTrue(mask.get(i) == 0 || mask.get(i) == 1);
            bits.append((int) mask.get(i));
        }
        return bits.toString();
    }

    /** PyTorch divides the mask by 1 - p and multiplies by the quotient; so do both sides, to the last bit. */
    @ParameterizedTest
    @CsvSource({"float32, 0.3", "float32, 0.1", "float64, 0.3", "float64, 0.7"})
    void bothSidesDropToTheLastBit(String dtype, double p) {
        Experiment experiment = spec("""
                {"dtype": "%s", "seed": 1, "data": {"x": {"randn": [40, 50]}, "y": {"randn": [40, 50]}},
                 "layers": [{"type": "Dropout", "name": "drop", "p": %s}], "loss": {"type": "MSELoss", "reduction": "sum"}}
                """.formatted(dtype, p));
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            Trace reference = torch.step(start.batch(1));
            Trace candidate = handwritten.step(start.batch(1));
            for (Site site : List.of(
                    new Site(1, Phase.DATA, "drop", "mask"),
                    new Site(1, Phase.FORWARD, "drop", "y"),
                    new Site(1, Phase.BACKWARD, "drop", "dx"))) {
                assertTrue(
                        reference
                                .get(site)
                                .orElseThrow()
                                .sameBits(candidate.get(site).orElseThrow()),
                        site.toString());
            }
        }
    }

    @Test
    void givenOnesAreTakenStepByStep() {
        Experiment experiment = spec(given("{\"values\": [[[1, 0]], [[0, 1]]]}", 2));
        Start start = Start.draw(experiment);
        assertEquals("10", bits(start.batch(1).masks().get("drop")));
        assertEquals("01", bits(start.batch(2).masks().get("drop")));
        assertEquals(Shape.of(1, 2), start.batch(2).masks().get("drop").shape());
    }

    private static String given(String mask, int steps) {
        return """
                {"steps": %d, "data": {"x": {"ones": [1, 2]}, "y": {"ones": [1, 2]}},
                 "layers": [{"type": "Dropout", "name": "drop", "mask": %s}], "loss": {"type": "MSELoss"}}
                """.formatted(steps, mask);
    }

    @Test
    void givenOnesFitTheInputAndTheSteps() {
        String uneven = given("{\"ones\": [2, 2, 2]}", 2)
                .replace("[1, 2]", "[3, 2]")
                .replace("\"data\": {", "\"data\": {\"batch_size\": 2, ");
        Map<String, String> mistakes = Map.of(
                uneven,
                "the last batch has 1 of 2 rows",
                given("{\"values\": [[[1, 0]], [[0, 1]]]}", 3),
                "2 masks, one for each step, and there are 3 steps",
                given("{\"ones\": [1, 2]}", 1),
                "a mask has the input's shape (1, 2), with the steps before it",
                given("{\"ones\": [1, 1, 2]}", 1).replace("\"mask\"", "\"training\": false, \"mask\""),
                "this Dropout drops nothing");
        mistakes.forEach((spec, message) -> {
            BadInput bad = assertThrows(BadInput.class, () -> spec(spec));
            assertTrue(bad.getMessage().contains(message), bad.getMessage());
        });
    }
}
