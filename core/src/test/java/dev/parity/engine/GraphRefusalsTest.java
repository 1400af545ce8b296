package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs and shapes that do not fit are refused when the spec is read, by a message that names the layer and the shapes. */
class GraphRefusalsTest {
    private static void refused(ObjectNode spec, String... words) {
        String message = assertThrows(BadInput.class, () -> Examples.read(spec)).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), () -> "no \"" + word + "\" in: " + message);
        }
    }

    /** One layer, or several, as JSON with single quotes; words that the message holds, with a bar between them. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {'type': 'Add', 'name': 'a', 'inputs': ['b', 'data.x']}, {'type': 'ReLU', 'name': 'b', 'inputs': 'a'} ~ circle|a -> b -> a
            {'type': 'ReLU', 'name': 'a', 'inputs': 'a'} ~ circle, each waiting for the next: a -> a
            {'type': 'ReLU', 'name': 'first'}, {'type': 'ReLU', 'inputs': 'frist'} ~ no layer "frist"|did you mean "first"
            {'type': 'ReLU', 'inputs': 'data.x3'} ~ no column "x3"|x2
            {'type': 'ReLU', 'name': 'lost'}, {'type': 'ReLU', 'inputs': 'data.x'} ~ "lost" leads nowhere
            {'type': 'ReLU', 'inputs': ['data.x', 'data.x2']} ~ ReLU takes one input, and here are 2
            {'type': 'Add'} ~ Add takes two inputs or more, and here is 1
            {'type': 'MatMul', 'inputs': ['data.x', 'data.x2', 'data.x']} ~ MatMul takes two inputs, and here are 3
            {'type': 'Bilinear', 'in1_features': 6, 'in2_features': 6, 'out_features': 2} ~ Bilinear takes two inputs, and here are 1
            {'type': 'LSTM', 'inputs': 'data.s', 'input_size': 4, 'hidden_size': 3}, {'type': 'ReLU', 'inputs': 'lstm.hn'} ~ no output "hn"|it has y, h_n, c_n
            {'type': 'ReLU'}, {'type': 'Tanh', 'inputs': 'relu.h_n'} ~ no output "h_n"|it has y
            {'use': 'fc'} ~ no layer before this one is called "fc"
            {'type': 'Linear', 'name': 'a', 'in_features': 6, 'out_features': 6}, {'type': 'Linear', 'in_features': 6, 'out_features': 6, 'weight': {'share': 'a.wieght'}} ~ "a.wieght" to share|a.weight
            {'type': 'Linear', 'name': 'a', 'in_features': 6, 'out_features': 4}, {'type': 'Linear', 'in_features': 4, 'out_features': 6, 'weight': {'share': 'a.weight'}} ~ (4, 6)|(6, 4)
            {'type': 'ReLU', 'name': 'a'}, {'type': 'ReLU', 'name': 'a'} ~ two layers are called "a"|{"use": "a"}
            {'type': 'Add', 'inputs': ['data.x', 'data.s']} ~ layer "add"|(8, 6)|(8, 5, 4)
            {'type': 'Concat', 'dim': 1, 'inputs': ['data.x', 'data.s']} ~ (8, 6)|(8, 5, 4)
            {'type': 'Concat', 'dim': 0, 'inputs': ['data.s', 'data.h']} ~ (8, 5, 4)|(2, 8, 3)
            {'type': 'MatMul', 'inputs': ['data.x', 'data.x2']} ~ (*, n, k)|(8, 6)
            {'type': 'Reshape', 'shape': [7, -1]} ~ Reshape[7, -1]|(8, 6)
            {'type': 'Reshape', 'shape': [-1, -1]} ~ -1 at most once|[-1, -1]
            {'type': 'Reshape', 'shape': [-1, 0]} ~ does not fit|(8, 6)
            {'type': 'Permute', 'dims': [0, 0]} ~ each of the 2 dimensions|[0, 0]
            {'type': 'Permute', 'dims': [1, 0, 2]} ~ (8, 6)|[1, 0, 2]
            {'type': 'Select', 'dim': 1, 'index': 6} ~ index 6|(8, 6)
            {'type': 'Select', 'dim': 2, 'index': 0} ~ dim 2 does not exist|(8, 6)
            {'type': 'Mean', 'dim': [1, -1]} ~ [1, -1]|each once
            {'type': 'Bilinear', 'inputs': ['data.x', 'data.x2'], 'in1_features': 6, 'in2_features': 5, 'out_features': 2} ~ (*, 6) and (*, 5)|(8, 6)
            {'type': 'LSTM', 'inputs': ['data.s', 'data.h'], 'input_size': 4, 'hidden_size': 3} ~ [x, h0, c0]|here are 2
            {'type': 'LSTM', 'input_size': 6, 'hidden_size': 3} ~ (T, N, 6)|(8, 6)
            {'type': 'LSTM', 'inputs': 'data.s', 'input_size': 4, 'hidden_size': 3, 'dropout': 0.5} ~ dropout|Dropout between
            {'type': 'LSTM', 'inputs': 'data.s', 'input_size': 4, 'hidden_size': 3, 'proj_size': 2} ~ proj_size is 2
            {'type': 'GRU', 'inputs': ['data.s', 'data.h'], 'input_size': 4, 'hidden_size': 3, 'num_layers': 2} ~ h0|(2, 5, 3)|(2, 8, 3)
            {'type': 'RNN', 'inputs': 'data.s', 'input_size': 4, 'hidden_size': 3, 'nonlinearity': 'sigmoid'} ~ "sigmoid" is none of tanh, relu
            {'type': 'MultiheadAttention', 'inputs': 'data.s', 'embed_dim': 4, 'num_heads': 3} ~ multiple of num_heads|4|3
            {'type': 'MultiheadAttention', 'inputs': 'data.s', 'embed_dim': 4, 'num_heads': 2, 'dropout': 0.1} ~ dropout|0.1
            {'type': 'MultiheadAttention', 'inputs': ['data.s', 'data.s'], 'embed_dim': 4, 'num_heads': 2} ~ one input, or three|here are 2
            {'type': 'MultiheadAttention', 'inputs': 'data.s', 'embed_dim': 4, 'num_heads': 2, 'attn_mask': 'm'} ~ attn_mask|no tensor "m"
            {'type': 'MultiheadAttention', 'inputs': 'data.s', 'embed_dim': 4, 'num_heads': 2, 'attn_mask': 'x'} ~ (8, 8)|(10, 8, 8)|not (8, 6)
            {'type': 'MultiheadAttention', 'inputs': 'data.s', 'embed_dim': 4, 'num_heads': 2, 'attn_mask': 'x', 'is_causal': true} ~ is_causal|either it or attn_mask
            {'type': 'MultiheadAttention', 'inputs': 'data.s', 'embed_dim': 4, 'num_heads': 2, 'key_padding_mask': 'data.q'} ~ no column "q"
            {'type': 'MultiheadAttention', 'inputs': 'data.s', 'embed_dim': 4, 'num_heads': 2, 'key_padding_mask': 'data.p'} ~ (N, S)|(5, 8)|(8, 5)
            {'type': 'MultiheadAttention', 'inputs': ['data.s', 'data.s', 'data.h'], 'embed_dim': 4, 'num_heads': 2} ~ value|(2, 8, 3)
            """)
    void refusedWhenRead(String layers, String words) {
        refused(GraphTest.spec("[" + layers.replace('\'', '"') + "]", "[8, 6]"), words.split("\\|"));
    }

    @Test
    void aLastBatchThatDoesNotFit() {
        ObjectNode spec = GraphTest.spec("[{\"type\": \"Reshape\", \"shape\": [3, 6]}]", "[8, 6]");
        ((ObjectNode) spec.get("data")).put("batch_size", 3);
        refused(spec, "in the last batch, which has 2 rows", "(2, 6)");
    }

    @Test
    void aGivenStateForASmallerLastBatch() {
        ObjectNode spec = GraphTest.spec("""
                [{"type": "GRU", "inputs": ["data.s", "data.h"], "input_size": 4, "hidden_size": 3, "num_layers": 2, "batch_first": true}]
                """, "[8, 5, 3]");
        ((ObjectNode) spec.get("data")).put("batch_size", 8);
        Examples.read(spec);
        ((ObjectNode) spec.get("data")).put("batch_size", 3);
        refused(spec, "h0", "(2, 3, 3)", "(2, 8, 3)");
    }

    @Test
    void aTargetWithOtherRows() {
        refused(GraphTest.spec("[{\"type\": \"ReLU\"}]", "[7, 6]"), "\"y\" has 7 rows, and \"x\" has 8");
    }
}
