package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Fresh weights are those of {@code torch.manual_seed(0)} and PyTorch's constructors, bit for bit (torch 2.13). */
class FreshWeightsTest {
    private static Start start(String layers, int width) {
        ObjectNode spec = GraphTest.spec(layers, "[8, 5, " + width + "]");
        spec.put("seed", 0).put("generator", "numpy").put("dtype", "float32");
        return Start.draw(Examples.read(spec));
    }

    private static float[] first(Start start, String weight) {
        return Arrays.copyOf(start.weights().get(weight).floats(), 3);
    }

    private static float[] last(Start start, String weight) {
        Tensor tensor = start.weights().get(weight);
        return Arrays.copyOfRange(tensor.floats(), tensor.size() - 3, tensor.size());
    }

    @Test
    void multiheadAttentionDrawsTheOutputProjectionFirstAndLosesItsBias() {
        Start start = start("""
                [{"type": "MultiheadAttention", "name": "attn", "inputs": "data.s", "embed_dim": 4, "num_heads": 2},
                 {"type": "Linear", "name": "next", "in_features": 4, "out_features": 2}]
                """, 2);
        assertArrayEquals(
                new float[] {-0.003743410110473633f, 0.26822179555892944f, -0.4115225672721863f},
                first(start, "attn.out_proj.weight"));
        assertArrayEquals(new float[3], first(start, "attn.out_proj.bias"));
        assertArrayEquals(
                new float[] {0.22242416441440582f, 0.508506715297699f, -0.12602636218070984f},
                first(start, "attn.in_proj_weight"));
        assertArrayEquals(new float[3], first(start, "attn.in_proj_bias"));
        assertArrayEquals(
                new float[] {0.31018829345703125f, 0.48009705543518066f, -0.3853117823600769f},
                first(start, "next.weight"));
    }

    @Test
    void lstmDrawsLevelByLevelAndDirectionByDirection() {
        Start start = start("""
                [{"type": "LSTM", "inputs": "data.s", "input_size": 4, "hidden_size": 2, "num_layers": 2, "bidirectional": true}]
                """, 4);
        assertArrayEquals(
                new float[] {-0.17901486158370972f, -0.2756301760673523f, 0.6109408140182495f},
                last(start, "lstm.weight_ih_l0"));
        assertArrayEquals(
                new float[] {-0.4191069006919861f, -0.1770099401473999f, -0.34444114565849304f},
                last(start, "lstm.bias_hh_l0_reverse"));
        assertArrayEquals(
                new float[] {0.25608137249946594f, -0.6381362080574036f, 0.4473845660686493f},
                last(start, "lstm.weight_hh_l1"));
        assertArrayEquals(
                new float[] {-0.2067011296749115f, -0.419805109500885f, -0.2615155279636383f},
                last(start, "lstm.bias_hh_l1_reverse"));
    }
}
