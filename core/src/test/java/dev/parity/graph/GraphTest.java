package dev.parity.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.engine.Examples;
import dev.parity.engine.Examples.Example;
import dev.parity.spec.Experiment;
import dev.parity.trace.Operation;
import dev.parity.trace.Operation.Operand;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How each array is made, and who reads it. */
class GraphTest {
    /** A fork, a layer used twice, a weight that is tied, two losses, a penalty, masks, and all that comes between gradient and update. */
    private static final String EVERYTHING = """
            {"name": "everything", "steps": 5, "seed": 3,
             "tensors": {"x": {"randn": [10, 4]}, "y": {"randn": [10, 4]}, "t": {"randint": [0, 6], "shape": [10, 3]}},
             "data": {"x": "x", "y": "y", "t": "t", "batch_size": 4},
             "layers": [
               {"type": "Linear", "name": "fc", "in_features": 4, "out_features": 4},
               {"type": "BatchNorm1d", "name": "bn", "num_features": 4},
               {"type": "Dropout", "name": "drop", "p": 0.25},
               {"use": "fc"},
               {"use": "bn"},
               {"type": "Add", "name": "add", "inputs": ["fc", "bn#2"]},
               {"type": "Embedding", "name": "emb", "inputs": ["data.t"], "num_embeddings": 6, "embedding_dim": 4},
               {"type": "Mean", "name": "mean", "dim": 1},
               {"type": "Linear", "name": "out", "inputs": ["mean"], "in_features": 4, "out_features": 6, "bias": false,
                "weight": {"share": "emb.weight"}}],
             "loss": [{"type": "MSELoss", "name": "near", "inputs": ["add"], "scale": 0.5},
                      {"type": "L1Loss", "name": "small", "inputs": ["out"], "target": "out"}],
             "optimizer": {"type": "Adam", "amsgrad": true}, "clip_grad_norm_": {"max_norm": 0.5}, "accumulate": 2}
            """;

    /** A state that the loss does not look at, another that it does, several inputs. */
    private static final String SEQUENCE = """
            {"name": "sequence", "steps": 1,
             "tensors": {"x": {"randn": [3, 5, 2]}, "y": {"randn": [1, 3, 4]}, "h": {"randn": [1, 3, 4]}},
             "data": {"x": "x", "t": "y", "h": "h"},
             "layers": [{"type": "LSTM", "name": "lstm", "input_size": 2, "hidden_size": 4, "batch_first": true,
                         "inputs": ["data.x", "data.h", "data.h"]},
                        {"type": "Multiply", "name": "square", "inputs": ["lstm.h_n", "lstm.h_n"]}],
             "loss": {"type": "MSELoss", "target": "data.t", "penalty": {"l2": 0.1}},
             "optimizer": {"type": "SGD", "momentum": 0.9}}
            """;

    static Stream<Experiment> networks() {
        return Stream.of(EVERYTHING, SEQUENCE).map(GraphTest::read);
    }

    static Stream<Example> examples() {
        return Examples.TABLES.stream().flatMap(table -> Examples.of(table).stream());
    }

    private static Experiment read(String spec) {
        try {
            return Examples.read((ObjectNode) new ObjectMapper().readTree(spec));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyArrayOfEveryExampleIsMadeOfThoseBeforeIt(Example example) {
        causal(example.experiment("float32"));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyArrayOfEveryNetworkIsMadeOfThoseBeforeIt(Experiment experiment) {
        causal(experiment);
    }

    /** All that an engine makes has its operation, whose operands are made earlier in the step or were left by the one before. */
    private static void causal(Experiment experiment) {
        Graph graph = new Graph(experiment);
        Set<Slot> made = new LinkedHashSet<>();
        Set<Slot> all = graph.sites().all();
        for (Operation operation : graph.operations()) {
            List<Operation> uses = operation.parts().isEmpty() ? List.of(operation) : operation.parts();
            for (Operation use : uses) {
                assertEquals(operation.makes(), use.makes());
                for (Operand operand : use.operands().values()) {
                    if (operand instanceof Operand.Now now) {
                        assertTrue(
                                made.contains(now.slot())
                                        || graph.operation(now.slot()).orElseThrow().inputs().stream()
                                                .allMatch(i ->
                                                        made.contains(i.array().orElseThrow())),
                                () -> operation.makes() + " reads " + now.slot() + ", which is not made yet");
                    } else if (operand instanceof Operand.Before before) {
                        assertTrue(all.contains(before.slot()), () -> "nothing leaves " + before.slot());
                    }
                }
            }
            assertTrue(made.add(operation.makes()), () -> operation.makes() + " is made twice");
        }
        for (int step = 1; step <= experiment.steps(); step++) {
            graph.sites().made(step).keySet().forEach(slot -> assertTrue(made.contains(slot), slot::toString));
        }
    }

    /** {@code fc(x = forward/relu/y, weight = before update/fc/weight)}. */
    private static String words(Operation operation) {
        List<String> operands = new ArrayList<>();
        operation.operands().forEach((role, operand) -> operands.add(role + " = " + words(operand)));
        String uses = operation.parts().isEmpty()
                ? ""
                : operation.parts().stream().map(GraphTest::words).collect(Collectors.joining("; ", " of ", ""));
        return operation.kind() + "(" + String.join(", ", operands) + ")" + uses;
    }

    private static String words(Operand operand) {
        if (operand instanceof Operand.Before before) {
            return "before " + before.slot();
        }
        return operand.array()
                .map(Slot::toString)
                .orElse(operand instanceof Operand.Given given ? given.tensor() : "#");
    }

    private static void made(Graph graph, String slot, String words) {
        assertEquals(words, words(operation(graph, slot)));
    }

    private static Operation operation(Graph graph, String slot) {
        return graph.operation(dev.parity.trace.Site.parse("1/" + slot).slot()).orElseThrow();
    }

    @Test
    void whatAStepIsFed() {
        Graph graph = new Graph(read(EVERYTHING));
        made(graph, "data/x", "data(x = x)");
        made(graph, "data/drop/mask", "Dropout()");
        assertEquals(0.25, operation(graph, "data/drop/mask").number("p"));
        assertEquals(4, operation(graph, "data/x").whole("batch_size"));
    }
}
