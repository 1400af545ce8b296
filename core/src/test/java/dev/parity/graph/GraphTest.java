package dev.parity.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.engine.Examples;
import dev.parity.engine.Examples.Example;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.trace.Operation;
import dev.parity.trace.Operation.Operand;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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

    /** {@code Linear(x = forward/relu/y, weight = before update/fc/weight)}, with the uses where there are several. */
    private static String words(Operation operation) {
        List<String> operands = new ArrayList<>();
        operation.operands().forEach((role, operand) -> operands.add(role + " = " + words(operand)));
        String uses = operation.parts().stream().map(GraphTest::words).collect(Collectors.joining("; "));
        return operation.kind() + "(" + String.join(", ", operands) + ")" + (uses.isEmpty() ? "" : " of " + uses);
    }

    private static String words(Operand operand) {
        return operand.array()
                .map(slot -> (operand instanceof Operand.Before ? "before " : "") + slot)
                .orElseGet(operand::toString);
    }

    private static Operation operation(Graph graph, String slot) {
        return graph.operation(Site.parse("1/" + slot).slot()).orElseThrow();
    }

    private static void made(Graph graph, String slot, String words) {
        assertEquals(words, words(operation(graph, slot)));
    }

    @Test
    void whatAStepIsFed() {
        Graph graph = new Graph(read(EVERYTHING));
        made(graph, "data/x", "data(x = Given[tensor=x])");
        assertEquals(4, operation(graph, "data/x").whole("batch_size"));
        made(graph, "data/drop/mask", "Dropout()");
        assertEquals(0.25, operation(graph, "data/drop/mask").number("p"));
    }

    @Test
    void outputsAreMadeOfInputsAndWeights() {
        Graph graph = new Graph(read(EVERYTHING));
        made(
                graph,
                "forward/fc/y",
                "Linear(x = data/x, weight = before update/fc/weight, bias = before update/fc/bias)");
        made(
                graph,
                "forward/fc#2/y",
                "Linear(x = forward/drop/y, weight = before update/fc/weight, bias = before update/fc/bias)");
        made(graph, "forward/drop/y", "Dropout(x = forward/bn/y, mask = data/drop/mask)");
        made(graph, "forward/add/y", "Add(x = forward/fc/y, x1 = forward/bn#2/y)");
        made(graph, "forward/out/y", "Linear(x = forward/mean/y, weight = before update/emb/weight)");
        assertEquals(1e-5, operation(graph, "forward/bn/y").number("eps"));
        assertTrue(operation(graph, "forward/bn/y").flag("training"));
        assertEquals(List.of(1.), operation(graph, "forward/mean/y").numbers("dim"));
    }

    @Test
    void theLossIsTheSumOfScaledOnes() {
        Graph graph = new Graph(read(EVERYTHING));
        made(graph, "loss/near/value", "MSELoss(x = forward/add/y, target = data/y)");
        assertEquals(1, operation(graph, "loss/near/value").number("scale"));
        assertEquals(0.5, operation(graph, "backward/near/dx").number("scale"));
        assertEquals("mean", operation(graph, "backward/near/dx").text("reduction"));
        made(graph, "loss/loss/value", "sum(x = loss/near/value, x1 = loss/small/value)");
        assertEquals(List.of(0.5, 1.), operation(graph, "loss/loss/value").numbers("scale"));
    }

    @Test
    void aLossAloneHasItsOwnScaleAndThePenalty() {
        Graph graph = new Graph(read(SEQUENCE));
        made(
                graph,
                "loss/loss/value",
                "MSELoss(x = forward/square/y, target = data/t, lstm.weight_ih_l0 = before update/lstm/weight_ih_l0,"
                        + " lstm.weight_hh_l0 = before update/lstm/weight_hh_l0)");
        assertEquals(0.1, operation(graph, "loss/loss/value").number("l2"));
        assertEquals(0.1, operation(graph, "gradient/lstm/weight_ih_l0").number("l2"));
        assertFalse(operation(graph, "gradient/lstm/bias_ih_l0").has("l2"));
    }

    @Test
    void gradientsOfInputsAreMadeOfWhatComesBack() {
        Graph graph = new Graph(read(EVERYTHING));
        made(graph, "backward/fc/dy", "sum(x = backward/bn/dx, x1 = backward/add/dx0)");
        made(graph, "backward/add/dy", "sum(x = backward/near/dx)");
        made(
                graph,
                "backward/add/dx1",
                "Add(x = forward/fc/y, x1 = forward/bn#2/y, y = forward/add/y, dy = backward/add/dy)");
        made(
                new Graph(read(SEQUENCE)),
                "backward/lstm/dx1",
                "LSTM(x = data/x, x1 = data/h, x2 = data/h, weight_ih_l0 = before update/lstm/weight_ih_l0, weight_hh_l0 ="
                        + " before update/lstm/weight_hh_l0, bias_ih_l0 = before update/lstm/bias_ih_l0, bias_hh_l0 = before"
                        + " update/lstm/bias_hh_l0, y = forward/lstm/y, dy = backward/lstm/dy, h_n = forward/lstm/h_n, dh_n ="
                        + " backward/lstm/dh_n, c_n = forward/lstm/c_n, dc_n = backward/lstm/dc_n)");
        made(new Graph(read(SEQUENCE)), "backward/lstm/dh_n", "sum(x = backward/square/dx0, x1 = backward/square/dx1)");
        made(new Graph(read(SEQUENCE)), "backward/lstm/dy", "sum()");
    }

    @Test
    void usesOfAWeightAddUpAndWhatWasAccumulatedWithThem() {
        Graph graph = new Graph(read(EVERYTHING));
        String weights = "weight = before update/fc/weight, bias = before update/fc/bias";
        made(
                graph,
                "gradient/fc/weight",
                "Linear(accumulated = before gradient/fc/weight) of Linear(x = data/x, " + weights
                        + ", y = forward/fc/y, dy = backward/fc/dy); Linear(x = forward/drop/y, " + weights
                        + ", y = forward/fc#2/y, dy = backward/fc#2/dy)");
        made(
                graph,
                "gradient/emb/weight",
                "sum(accumulated = before gradient/emb/weight) of Embedding(x = data/t, weight = before update/emb/weight, y ="
                        + " forward/emb/y, dy = backward/emb/dy); Linear(x = forward/mean/y, weight = before update/emb/weight,"
                        + " y = forward/out/y, dy = backward/out/dy)");
        assertEquals(
                List.of("emb", "out"),
                graph.uses(graph.experiment().weight("emb.weight")).stream()
                        .map(Node::name)
                        .toList());
    }

    @Test
    void aBufferIsMovedByOneUseAfterTheOther() {
        String reads = "weight = before update/bn/weight, bias = before update/bn/bias, running_mean = before"
                + " state/bn/running_mean, running_var = before state/bn/running_var, num_batches_tracked = before"
                + " state/bn/num_batches_tracked)";
        made(
                new Graph(read(EVERYTHING)),
                "state/bn/running_mean",
                "BatchNorm1d() of BatchNorm1d(x = forward/fc/y, " + reads + "; BatchNorm1d(x = forward/fc#2/y, "
                        + reads);
    }

    @Test
    void clippingByTheNormReadsAllGradients() {
        Graph graph = new Graph(read(EVERYTHING));
        made(
                graph,
                "gradient/fc/bias.clipped",
                "clip(gradient = gradient/fc/bias, fc.weight = gradient/fc/weight, fc.bias = gradient/fc/bias, bn.weight ="
                        + " gradient/bn/weight, bn.bias = gradient/bn/bias, emb.weight = gradient/emb/weight)");
        assertEquals(0.5, operation(graph, "gradient/fc/bias.clipped").number("max_norm"));
    }

    @Test
    void anUpdateIsMadeOfTheGradientAndOfWhatStoodBefore() {
        Graph graph = new Graph(read(EVERYTHING));
        String adam = "Adam(gradient = gradient/fc/bias.clipped, weight = before update/fc/bias, step = before"
                + " state/fc/bias.step, new_step = state/fc/bias.step, exp_avg = before state/fc/bias.exp_avg, %sexp_avg_sq ="
                + " before state/fc/bias.exp_avg_sq, %smax_exp_avg_sq = before state/fc/bias.max_exp_avg_sq, %slr ="
                + " Scheduled[name=lr], momentum = Scheduled[name=momentum], t = Scheduled[name=t])";
        made(graph, "state/fc/bias.exp_avg", adam.formatted("", "", ""));
        made(
                graph,
                "update/fc/bias",
                adam.formatted(
                        "new_exp_avg = state/fc/bias.exp_avg, ",
                        "new_exp_avg_sq = state/fc/bias.exp_avg_sq, ",
                        "new_max_exp_avg_sq = state/fc/bias.max_exp_avg_sq, "));
        assertEquals(List.of(0.9, 0.999), operation(graph, "update/fc/bias").numbers("betas"));
        made(
                new Graph(read(SEQUENCE)),
                "update/lstm/bias_ih_l0",
                "SGD(gradient = gradient/lstm/bias_ih_l0, weight = before update/lstm/bias_ih_l0, momentum_buffer = before"
                        + " state/lstm/bias_ih_l0.momentum_buffer, new_momentum_buffer ="
                        + " state/lstm/bias_ih_l0.momentum_buffer, lr = Scheduled[name=lr], momentum ="
                        + " Scheduled[name=momentum], t = Scheduled[name=t])");
    }

    @Test
    void whatTheNetworkDoesNotMakeHasNoOperation() {
        Graph graph = new Graph(read(SEQUENCE));
        for (String slot : List.of(
                "data/lstm/mask",
                "data/y",
                "forward/lstm/z",
                "forward/fc/y",
                "loss/lstm/value",
                "backward/square/dx2",
                "backward/loss/dx0",
                "gradient/lstm/weight_ih_l0.clipped",
                "gradient/lstm/weight_ih_l1",
                "state/lstm/weight_ih_l0.exp_avg",
                "state/lstm/weight_ih_l0.step",
                "state/lstm/weight_ih_l0")) {
            assertEquals(
                    Optional.empty(), graph.operation(Site.parse("1/" + slot).slot()), slot);
        }
    }

    @Test
    void anOptionThatIsNotThereIsNamedWithThoseThatAre() {
        Operation made = operation(new Graph(read(SEQUENCE)), "backward/loss/dx");
        IllegalStateException none = assertThrows(IllegalStateException.class, () -> made.number("delta"));
        assertEquals(
                "backward/loss/dx, made by MSELoss, has no option \"delta\", only [reduction, scale]",
                none.getMessage());
        assertThrows(IllegalStateException.class, () -> made.number("reduction"));
        assertThrows(IllegalStateException.class, () -> made.operand("weight"));
    }
}
