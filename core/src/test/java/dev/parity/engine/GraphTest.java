package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.spec.Experiment;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks that are no chain: both sides agree on every array, and record them in the same causal order. */
class GraphTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A spec of these layers, fed {@code x}, {@code x2} and other columns of 8 rows, against a target of a given shape. */
    static ObjectNode spec(String layers, String target) {
        return spec(layers, target, "{\"type\": \"MSELoss\"}");
    }

    static ObjectNode spec(String layers, String target, String loss) {
        try {
            return (ObjectNode) JSON.readTree("""
                    {"dtype": "float64", "steps": 3, "seed": 5,
                     "tensors": {"x": {"randn": [8, 6]}, "x2": {"randn": [8, 6]}, "s": {"randn": [8, 5, 4]},
                                 "p": {"values": [[0, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 1, 1], [0, 0, 1, 1, 1],
                                                  [0, 1, 1, 1, 1], [0, 1, 0, 1, 0], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0]]},
                                 "h": {"randn": [2, 8, 3]}, "y": {"randn": %s}},
                     "data": {"x": "x", "x2": "x2", "s": "s", "p": "p", "h": "h", "y": "y"},
                     "layers": %s, "loss": %s, "optimizer": {"type": "SGD", "lr": 0.1}}
                    """.formatted(target, layers, loss));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void agree(ObjectNode spec) {
        Experiment experiment = Examples.read(spec);
        LayersTest.agree(experiment, 1e-12);
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            Trace reference = torch.step(start.batch(1));
            List<Site> candidate =
                    new ArrayList<>(handwritten.step(start.batch(1)).sites());
            candidate.retainAll(reference.sites());
            assertEquals(new ArrayList<>(reference.sites()), candidate);
        }
    }

    private static Trace firstStep(ObjectNode spec) {
        Experiment experiment = Examples.read(spec);
        Start start = Start.draw(experiment);
        try (Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            return handwritten.step(start.batch(1));
        }
    }

    @Test
    void residualNetwork() {
        agree(spec("""
                [{"type": "Linear", "name": "stem", "in_features": 6, "out_features": 5},
                 {"type": "Linear", "name": "a", "in_features": 5, "out_features": 7},
                 {"type": "ReLU"},
                 {"type": "Linear", "name": "b", "in_features": 7, "out_features": 5},
                 {"type": "Add", "name": "skip", "inputs": ["stem", "b"]},
                 {"type": "Tanh"},
                 {"type": "Linear", "name": "c", "in_features": 5, "out_features": 5},
                 {"type": "Add", "name": "skip2", "inputs": ["skip", "c"]}]
                """, "[8, 5]"));
    }

    @Test
    void diamond() {
        agree(spec("""
                [{"type": "Linear", "name": "top", "in_features": 6, "out_features": 4},
                 {"type": "Linear", "name": "left", "in_features": 4, "out_features": 3},
                 {"type": "Linear", "name": "right", "inputs": "top", "in_features": 4, "out_features": 2},
                 {"type": "Sigmoid", "name": "squashed"},
                 {"type": "Concat", "dim": 1, "inputs": ["left", "squashed"]},
                 {"type": "Linear", "name": "bottom", "in_features": 5, "out_features": 2}]
                """, "[8, 2]"));
    }

    @Test
    void layersMayBeWrittenBeforeTheirInputs() {
        agree(spec("""
                [{"type": "Linear", "name": "last", "inputs": "first", "in_features": 4, "out_features": 2},
                 {"type": "Linear", "name": "first", "inputs": "data.x", "in_features": 6, "out_features": 4}]
                """, "[8, 2]", "{\"type\": \"MSELoss\", \"inputs\": \"last\"}"));
    }

    @Test
    void aLinearUsedTwiceSumsItsGradients() {
        ObjectNode spec = spec("""
                [{"type": "Linear", "name": "fc", "in_features": 6, "out_features": 6},
                 {"type": "Tanh"},
                 {"use": "fc"},
                 {"type": "Sigmoid"},
                 {"use": "fc"}]
                """, "[8, 6]");
        agree(spec);
        Trace step = firstStep(spec);
        assertTrue(step.has(Site.parse("1/forward/fc#2/y")) && step.has(Site.parse("1/backward/fc#3/dx")));
        assertTrue(step.has(Site.parse("1/gradient/fc/weight")));
        assertFalse(step.has(Site.parse("1/gradient/fc#2/weight")));
    }

    @Test
    void twoLinearsShareTheirWeightAndNotTheirBias() {
        ObjectNode spec = spec("""
                [{"type": "Linear", "name": "a", "in_features": 6, "out_features": 6},
                 {"type": "Tanh"},
                 {"type": "Linear", "name": "b", "in_features": 6, "out_features": 6, "weight": {"share": "a.weight"}},
                 {"type": "Linear", "name": "c", "in_features": 6, "out_features": 6, "bias": false, "weight": {"share": "a.weight"}}]
                """, "[8, 6]");
        agree(spec);
        Trace step = firstStep(spec);
        assertTrue(step.has(Site.parse("1/gradient/b/bias")));
        assertFalse(step.has(Site.parse("1/gradient/b/weight")) || step.has(Site.parse("1/update/c/weight")));
    }

    /** PyTorch's constructor has drawn it before it is replaced. */
    @Test
    void whatIsLostBySharingIsDrawnAllTheSame() {
        String layers = """
                [{"type": "Linear", "name": "a", "in_features": 6, "out_features": 6},
                 {"type": "Linear", "name": "b", "in_features": 6, "out_features": 6%s},
                 {"type": "Linear", "name": "c", "in_features": 6, "out_features": 6}]
                """;
        Start alone = Start.draw(Examples.read(spec(layers.formatted(""), "[8, 6]")));
        Start shared =
                Start.draw(Examples.read(spec(layers.formatted(", \"weight\": {\"share\": \"a.weight\"}"), "[8, 6]")));
        assertFalse(shared.weights().containsKey("b.weight"));
        for (String weight : List.of("a.weight", "b.bias", "c.weight", "c.bias")) {
            assertTrue(shared.weights().get(weight).sameBits(alone.weights().get(weight)), weight);
        }
    }

    @Test
    void weightsSharedBetweenTheLevelsOfOneLayer() {
        agree(spec("""
                [{"type": "RNN", "inputs": "data.s", "input_size": 4, "hidden_size": 4, "num_layers": 2, "batch_first": true,
                  "weight_ih_l1": {"share": "rnn.weight_ih_l0"}}]
                """, "[8, 5, 4]"));
    }

    @Test
    void allOutputsOfAnLstm() {
        agree(spec("""
                [{"type": "LSTM", "inputs": "data.s", "input_size": 4, "hidden_size": 3, "batch_first": true, "bidirectional": true},
                 {"type": "Mean", "dim": 1},
                 {"type": "Permute", "inputs": "lstm.h_n", "dims": [1, 0, 2]},
                 {"type": "Reshape", "shape": [-1, 6]},
                 {"type": "Select", "inputs": "lstm.c_n", "dim": 0, "index": 1},
                 {"type": "Concat", "inputs": ["mean", "reshape", "select"], "dim": 1}]
                """, "[8, 15]"));
    }

    @Test
    void onlyTheLastStateOfAnLstm() {
        agree(spec("""
                [{"type": "LSTM", "inputs": "data.s", "input_size": 4, "hidden_size": 3, "batch_first": true, "num_layers": 2},
                 {"type": "Select", "inputs": "lstm.c_n", "dim": 0, "index": -1}]
                """, "[8, 3]"));
    }

    @Test
    void oneStateFeedsTheNextNetwork() {
        agree(spec("""
                [{"type": "LSTM", "name": "encoder", "inputs": "data.s", "input_size": 4, "hidden_size": 3, "batch_first": true},
                 {"type": "LSTM", "name": "decoder", "inputs": ["data.s", "encoder.h_n", "encoder.c_n"], "input_size": 4,
                  "hidden_size": 3, "batch_first": true},
                 {"type": "GRU", "inputs": ["decoder", "decoder.h_n"], "input_size": 3, "hidden_size": 3, "batch_first": true}]
                """, "[8, 5, 3]"));
    }

    @Test
    void aGivenStateIsFedWhole() {
        agree(spec("""
                [{"type": "GRU", "inputs": ["data.s", "data.h"], "input_size": 4, "hidden_size": 3, "batch_first": true,
                  "num_layers": 2}]
                """, "[8, 5, 3]"));
    }

    @Test
    void severalInputsFromTheData() {
        agree(spec("""
                [{"type": "Bilinear", "inputs": ["data.x", "data.x2"], "in1_features": 6, "in2_features": 6, "out_features": 3},
                 {"type": "Linear", "inputs": "data.x2", "in_features": 6, "out_features": 3},
                 {"type": "Multiply", "inputs": ["bilinear", "linear", "bilinear"]}]
                """, "[8, 3]"));
    }

    @Test
    void attentionBlockWithPadding() {
        agree(spec("""
                [{"type": "MultiheadAttention", "name": "attn", "inputs": "data.s", "embed_dim": 4, "num_heads": 2, "batch_first": true,
                  "key_padding_mask": "data.p"},
                 {"type": "Add", "name": "skip", "inputs": ["data.s", "attn"]},
                 {"type": "Linear", "in_features": 4, "out_features": 4},
                 {"type": "ReLU"},
                 {"use": "attn"},
                 {"type": "Add", "inputs": ["skip", "attn#2"]}]
                """, "[8, 5, 4]"));
    }

    /** The keys have no bias: a softmax does not feel what is added to all of its row, so that bias has no gradient. */
    @Test
    void attentionWrittenOut() {
        agree(spec("""
                [{"type": "Linear", "name": "q", "inputs": "data.s", "in_features": 4, "out_features": 3},
                 {"type": "Linear", "name": "k", "inputs": "data.s", "in_features": 4, "out_features": 3, "bias": false},
                 {"type": "Linear", "name": "v", "inputs": "data.s", "in_features": 4, "out_features": 3},
                 {"type": "Permute", "name": "kt", "inputs": "k", "dims": [0, 2, 1]},
                 {"type": "MatMul", "name": "scores", "inputs": ["q", "kt"]},
                 {"type": "Scale", "factor": 0.5773502691896258},
                 {"type": "Softmax", "dim": -1},
                 {"type": "MatMul", "inputs": ["softmax", "v"]}]
                """, "[8, 5, 3]"));
    }

    @Test
    void theTargetMayBeALayer() {
        agree(spec("""
                [{"type": "Linear", "name": "a", "in_features": 6, "out_features": 3},
                 {"type": "Linear", "name": "b", "inputs": "data.x2", "in_features": 6, "out_features": 3}]
                """, "[8, 3]", """
                [{"type": "MSELoss", "inputs": "a", "target": "b"}, {"type": "MSELoss", "inputs": "b", "scale": 0.5, "name": "rest"}]
                """));
    }

    @Test
    void smallerLastBatch() {
        ObjectNode spec = spec("""
                [{"type": "MultiheadAttention", "inputs": "data.s", "embed_dim": 4, "num_heads": 2, "batch_first": true,
                  "key_padding_mask": "data.p"},
                 {"type": "LSTM", "input_size": 4, "hidden_size": 4, "batch_first": true},
                 {"type": "Permute", "inputs": "lstm.h_n", "dims": [1, 0, 2]},
                 {"type": "Reshape", "shape": [-1, 4]},
                 {"type": "Sum", "inputs": "lstm", "dim": 1},
                 {"type": "Add", "inputs": ["reshape", "sum"]}]
                """, "[8, 4]");
        ((ObjectNode) spec.get("data")).put("batch_size", 3);
        agree(spec);
    }
}
