package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.layer.AdaptiveMaxPool2d;
import dev.parity.nn.layer.Layer;
import dev.parity.nn.layer.MaxPool1d;
import dev.parity.nn.layer.MaxPool2d;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What the table of examples cannot say of convolutions, poolings and embeddings: refusals, NaN, threads. */
class ImageLayersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double NAN = Double.NaN;

    /** What a type always needs. */
    private static final Map<String, String> SIZES = Map.of(
            "Conv", "'in_channels': 3, 'out_channels': 2",
            "Embedding", "'num_embeddings': 5, 'embedding_dim': 2");

    private static final String CONVOLUTION = """
            def dx(self, a: List[Tensor]) -> List[Tensor]:
              x = a[0].detach().requires_grad_(True)
              y = torch.conv2d(x, a[1], None, [1, 1], [1, 1], [1, 1], 1)
              dy: List[Optional[Tensor]] = [torch.ones_like(y)]
              dx = torch.autograd.grad([y], [x], dy)[0]
              t = torch.conv_transpose2d(a[0], a[1].transpose(0, 1), None, [1, 1], [0, 0], [0, 0], 1, [1, 1])
              return [t, dx if dx is not None else x]
            """;

    /** Some kernels of oneDNN are wrong on some machines; those that it is told to take are right. */
    @Test
    void convolutionsInFloat32AreThoseInFloat64() {
        Random random = new Random(1);
        try (TorchProgram program = new TorchProgram(CONVOLUTION, 1)) {
            for (int i = 0; i < 200; i++) {
                Tensor x = drawn(random, 1 + i % 4, 1 + i % 5, 2 + i % 6, 2 + i % 13);
                Tensor weight = drawn(random, 1 + i % 3, x.shape().dim(1), 1 + i % 4, 1 + i % 4);
                List<Tensor> right = program.run("dx", List.of(x.to(DType.FLOAT64), weight.to(DType.FLOAT64)));
                List<Tensor> found = program.run("dx", List.of(x, weight));
                for (int k = 0; k < 2; k++) {
                    for (int j = 0; j < found.get(k).size(); j++) {
                        assertEquals(
                                right.get(k).get(j), found.get(k).get(j), 1e-4, x.shape() + " by " + weight.shape());
                    }
                }
            }
        }
    }

    private static Tensor drawn(Random random, int... dims) {
        return Tensor.fill(DType.FLOAT32, Shape.of(dims), i -> random.nextGaussian());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[2, 4, 8, 8] | Conv2d            | 'kernel_size': 3                                 | (N, 3, H, W)",
                "[2, 8]       | Conv2d            | 'kernel_size': 3                                 | (2, 8)",
                "[2, 3, 4, 4] | Conv2d            | 'kernel_size': 5                                 | too small",
                "[2, 3, 8, 8] | Conv2d            | 'kernel_size': [3, 3, 3]                         | kernel_size",
                "[2, 3, 8, 8] | Conv2d            | 'kernel_size': 0                                 | kernel_size",
                "[2, 3, 8, 8] | Conv2d            | 'kernel_size': null                              | kernel_size",
                "[2, 3, 8, 8] | Conv2d            | 'kernel_size': 3, 'groups': 2                    | multiples",
                "[2, 3, 8, 8] | Conv2d            | 'kernel_size': 3, 'padding': 'sam'               | same",
                "[2, 3, 8, 8] | Conv2d            | 'kernel_size': 3, 'padding': -1                  | padding",
                "[2, 3, 8, 8] | Conv2d            | 'kernel_size': 3, 'padding': 'same', 'stride': 2 | stride 1",
                "[2, 3, 8, 8] | Conv2d            | 'kernel_size': 3, 'padding_mode': 'reflect'      | zeros",
                "[2, 3, 8]    | ConvTranspose1d   | 'kernel_size': 3, 'output_padding': 1            | output_pad",
                "[2, 3, 8]    | ConvTranspose1d   | 'kernel_size': 1, 'padding': 4                   | too small",
                "[2, 3, 8, 8] | MaxPool2d         | 'kernel_size': 2, 'padding': 2                   | at most half",
                "[2, 3, 2, 2] | MaxPool2d         | 'kernel_size': 2, 'padding': 1, 'dilation': 3    | but padding",
                "[2, 3, 4, 4] | MaxPool2d         | 'kernel_size': 5                                 | does not fit",
                "[2, 3, 4, 4] | MaxPool2d         | 'stride': 2                                      | kernel_size",
                "[2, 3, 4, 4] | AvgPool2d         | 'kernel_size': 2, 'divisor_override': 0          | divisor",
                "[2, 3, 4, 4] | AdaptiveAvgPool2d | 'output_size': null                              | output_size",
                "[2, 3, 4, 4] | AdaptiveMaxPool2d | 'output_size': [0, 2]                            | output_size",
                "[2, 3]       | Embedding         | 'padding_idx': 5                                 | padding_idx",
                "[2, 3]       | Embedding         | 'max_norm': 1.0                                  | max_norm",
                "[2, 5, 3]    | PositionTable     | 'num_positions': 4, 'embedding_dim': 3           | T up to 4",
            })
    void mistakesAreRefused(String x, String type, String options, String word) {
        ObjectNode spec = layer(x, "[2, 1]", type, options);
        BadInput refusal = assertThrows(BadInput.class, () -> Examples.read(spec));
        assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("layers[0]"), refusal.getMessage());
    }

    @Test
    void aTokenWithoutARowIsRefusedBeforeAnythingRuns() {
        ObjectNode drawn = embedding("'x': [2, 2], 'tokens': 9999");
        assertTrue(refusedStart(drawn).contains("from 0 to 4"), refusedStart(drawn));
        ObjectNode given = embedding("'values': [[0, 4], [5, 1]]");
        assertTrue(refusedStart(given).contains("the one at [1, 0] is 5"), refusedStart(given));
        ObjectNode fraction = embedding("'values': [[0, 4], [1.5, 1]]");
        assertTrue(refusedStart(fraction).contains("the one at [1, 0] is 1.5"), refusedStart(fraction));
        ObjectNode negative = embedding("'values': [[0, -1], [1, 2]]");
        assertTrue(refusedStart(negative).contains("the one at [0, 1] is -1"), refusedStart(negative));
    }

    @Test
    void wholeNumbersOfAFloatingColumnAreTokens() {
        Experiment experiment = Examples.read(embedding("'values': [[0.0, 4.0], [2.0, 1.0]]"));
        assertEquals(
                DType.INT64, Start.draw(experiment).batch(1).columns().get("x").dtype());
    }

    @Test
    void tokensAreAColumnOfTheData() {
        ObjectNode spec = embedding("'values': [[0, 1], [1, 2]]");
        ObjectNode embedding = (ObjectNode) spec.withArray("layers").remove(0);
        spec.withArray("layers").addObject().put("type", "ReLU");
        spec.withArray("layers").add(embedding);
        String message = assertThrows(BadInput.class, () -> Examples.read(spec)).getMessage();
        assertTrue(message.contains("reads tokens") && message.contains("\"relu\""), message);
    }

    @Test
    void aColumnIsNotTokensAndNumbersAtOnce() {
        ObjectNode spec = embedding("'values': [[0, 1], [1, 2]]");
        ObjectNode product = spec.withArray("layers").addObject().put("type", "MatMul");
        product.putArray("inputs").add("data.x").add("embedding");
        String message = assertThrows(BadInput.class, () -> Examples.read(spec)).getMessage();
        assertTrue(message.contains("\"matmul\" reads data.x as numbers"), message);
    }

    /** As PyTorch does it: a NaN is larger than anything, and the last one counts; among -infinities the first does. */
    @Test
    void maxPoolingHandsOnNaN() {
        Layer line = new MaxPool1d(List.of(5), List.of(), List.of(0), List.of(1), false);
        assertGradient(line, Shape.of(1, 1, 5), new double[] {1, NAN, 3, NAN, 5}, NAN, 3);
        Layer plane = new MaxPool2d(List.of(2), List.of(), List.of(0), List.of(1), false);
        assertGradient(plane, Shape.of(1, 1, 2, 2), new double[] {1, NAN, NAN, 3}, NAN, 2);
        Layer adaptive = new AdaptiveMaxPool2d(List.of(OptionalInt.of(1)));
        assertGradient(adaptive, Shape.of(1, 1, 2, 2), new double[] {1, NAN, NAN, 3}, NAN, 2);
        double low = Double.NEGATIVE_INFINITY;
        assertGradient(plane, Shape.of(1, 1, 2, 2), new double[] {low, low, low, low}, low, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[4, 3, 160, 40] | Conv2d            | 'kernel_size': 3, 'padding': 1             | [4, 2, 160, 40]",
                "[4, 3, 161, 90] | Conv2d            | 'kernel_size': 3, 'stride': 2              | [4, 2, 80, 44]",
                "[4, 3, 90, 40]  | ConvTranspose2d   | 'kernel_size': 4, 'stride': 2              | [4, 2, 182, 82]",
                "[4, 16, 60, 40] | MaxPool2d         | 'kernel_size': 3, 'stride': 2              | [4, 16, 29, 19]",
                "[4, 16, 60, 40] | AvgPool2d         | 'kernel_size': 3, 'stride': 2, 'padding': 1 | [4, 16, 30, 20]",
            })
    void threadsChangeNoBitOfTheLoops(String x, String type, String options, String y) {
        Experiment experiment = Examples.read(layer(x, y, type, options));
        Start start = Start.draw(experiment);
        Trace one;
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of())) {
            one = engine.step(start.batch(1));
        }
        try (Engine engine = new HandwrittenEngine(experiment, start, 2, List.of())) {
            Trace two = engine.step(start.batch(1));
            one.forEach((site, array) -> assertTrue(array.sameBits(two.get(site).orElseThrow()), site::toString));
        }
        assertTrue(one.size() > 3);
    }

    private static void assertGradient(Layer layer, Shape shape, double[] x, double y, int place) {
        Frame frame = new Frame(DType.FLOAT64, ImageLayersTest::allocate);
        Array input = allocate(DType.FLOAT64, shape);
        input.load(Tensor.of(shape, x));
        frame.lend(List.of(input));
        layer.forward(frame);
        assertEquals(y, frame.y().get(0));
        Array dy = allocate(DType.FLOAT64, frame.y().shape());
        dy.fill(1);
        frame.lendGradient("y", dy);
        layer.backward(frame);
        for (int i = 0; i < x.length; i++) {
            assertEquals(i == place ? 1 : 0, frame.dx().get(i), "element " + i);
        }
    }

    private static Array allocate(DType dtype, Shape shape) {
        DataType type = dtype == DType.INT64 ? DataType.INT64 : DataType.DOUBLE;
        return Array.of(Nd4j.createUninitialized(type, new long[] {shape.size()}, 'c'), shape);
    }

    private static ObjectNode embedding(String x) {
        return spec("{%s, 'y': [2, 2, 2], 'layer': {'type': 'Embedding', %s}}".formatted(x, SIZES.get("Embedding")));
    }

    private static ObjectNode layer(String x, String y, String type, String options) {
        String sizes = SIZES.getOrDefault(type.startsWith("Conv") ? "Conv" : type, "");
        String all = sizes.isEmpty() ? options : sizes + ", " + options;
        return spec("{'x': %s, 'y': %s, 'layer': {'type': '%s', %s}}".formatted(x, y, type, all));
    }

    private static String refusedStart(ObjectNode spec) {
        return assertThrows(BadInput.class, () -> Start.draw(Examples.read(spec)))
                .getMessage();
    }

    private static ObjectNode spec(String line) {
        try {
            return Examples.layerSpec(JSON.readTree(line.replace('\'', '"')), "float64");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
