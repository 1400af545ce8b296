package dev.parity.unseen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.nn.Hidden;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to be blind, by a spec that has it and one that differs in that alone. */
class VacuityTest {
    private static final String LINEAR = "{'type': 'Linear', 'name': 'fc', 'in_features': 3, 'out_features': 2}";
    private static final String SGD = "{'type': 'SGD', 'lr': 0.1}";

    @TempDir
    private Path folder;

    private List<Hidden> found(String spec) throws IOException {
        Path file = Files.writeString(folder.resolve("spec.json"), spec.replace('\'', '"'));
        Experiment experiment = SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
        Start start = Start.draw(experiment);
        Vacuity vacuity = new Vacuity(experiment, start.weights());
        try (Engine engine = EngineChoice.HANDWRITTEN.open(experiment, start, 1, List.of())) {
            for (int step = 1; step <= experiment.steps(); step++) {
                Batch batch = start.batch(step);
                vacuity.step(batch, engine.step(batch));
            }
        }
        return vacuity.found();
    }

    /** The mistake is named for the first spec, with its place, and not for the second. */
    private void tells(String mistake, String blind, String seeing) throws IOException {
        List<String> found = found(blind).stream().map(Hidden::mistake).toList();
        assertTrue(found.stream().anyMatch(m -> m.contains(mistake)), mistake + " in " + found);
        List<String> other = found(seeing).stream().map(Hidden::mistake).toList();
        assertFalse(other.stream().anyMatch(m -> m.contains(mistake)), mistake + " in " + other);
    }

    private static String spec(int steps, String x, String y, String layers, String loss, String more) {
        return """
                {'steps': %d, 'seed': 3, 'tensors': {'x': %s, 'y': %s}, 'data': {'x': 'x', 'y': 'y'},
                 'layers': [%s], 'loss': {%s}%s}
                """.formatted(steps, x, y, layers, loss, more);
    }

    /** Five rows of three through these layers, against five rows of two. */
    private static String layers(int steps, String... layers) {
        return spec(
                steps,
                "{'randn': [5, 3]}",
                "{'randn': [5, 2]}",
                String.join(", ", layers),
                "'type': 'MSELoss'",
                ", 'optimizer': " + SGD);
    }

    @Test
    void aNetworkThatHidesNothing() throws IOException {
        assertEquals(List.of(), found(layers(2, LINEAR, "{'type': 'Tanh'}")));
    }

    @Test
    void gradientsOfZero() throws IOException {
        String scale = "{'type': 'Scale', 'factor': %s}";
        tells(
                "it is 0 everywhere at every step (fc.weight, fc.bias)",
                layers(2, LINEAR, scale.formatted("0.0")),
                layers(2, LINEAR, scale.formatted("0.5")));
    }

    @Test
    void aUniformGradientThroughASoftmaxOrANorm() throws IOException {
        String far = "{'full': [5, 2], 'value': -100}";
        String norm = "{'type': 'LayerNorm', 'normalized_shape': [2], 'elementwise_affine': false}";
        for (String last : List.of("{'type': 'Softmax', 'dim': 1}", norm)) {
            String layers = LINEAR + ", " + last;
            tells(
                    "a gradient that is the same for all its outputs leaves nothing",
                    spec(2, "{'randn': [5, 3]}", far, layers, "'type': 'L1Loss'", ""),
                    spec(2, "{'randn': [5, 3]}", "{'randn': [5, 2]}", layers, "'type': 'L1Loss'", ""));
        }
    }

    @Test
    void deadUnits() throws IOException {
        String biased = "{'type': 'Linear', 'name': 'fc', 'in_features': 3, 'out_features': 2,"
                + " 'bias': {'values': [%s, 0.0]}}";
        tells(
                "unit 0 of relu, which is 0 for every row",
                layers(2, biased.formatted("-50.0"), "{'type': 'ReLU'}"),
                layers(2, biased.formatted("0.0"), "{'type': 'ReLU'}"));
    }

    /** Three dimensions may be (N, C, L) or (N, T, C), so both of the last are looked at. */
    @Test
    void deadUnitsOfThreeDimensions() throws IOException {
        String conv = "{'type': 'Conv1d', 'in_channels': 1, 'out_channels': 2, 'kernel_size': 1,"
                + " 'bias': {'values': [0.0, %s]}}, {'type': 'ReLU'}";
        String y = "'type': 'MSELoss'";
        tells(
                "y[:, 1] of relu, which is 0 for every row",
                spec(2, "{'randn': [5, 1, 3]}", "{'randn': [5, 2, 3]}", conv.formatted("-50.0"), y, ""),
                spec(2, "{'randn': [5, 1, 3]}", "{'randn': [5, 2, 3]}", conv.formatted("0.0"), y, ""));
        String each = "{'type': 'Linear', 'in_features': 3, 'out_features': 2,"
                + " 'bias': {'values': [0.0, %s]}}, {'type': 'ReLU'}";
        tells(
                "y[:, :, 1] of relu, which is 0 for every row",
                spec(2, "{'randn': [5, 4, 3]}", "{'randn': [5, 4, 2]}", each.formatted("-50.0"), y, ""),
                spec(2, "{'randn': [5, 4, 3]}", "{'randn': [5, 4, 2]}", each.formatted("0.0"), y, ""));
    }

    /** What its output is of 0 shows in no less of its own gradients. */
    @Test
    void aLayerWithWeightsIsNotDead() throws IOException {
        String zero = "{'type': 'Linear', 'name': 'fc', 'in_features': 3, 'out_features': 3, 'bias': false,"
                + " 'weight': {'init': 'zeros_'}}";
        List<Hidden> found = found(spec(1, "{'randn': [5, 3]}", "{'randn': [5, 3]}", zero, "'type': 'MSELoss'", ""));
        assertFalse(found.stream().anyMatch(h -> h.mistake().contains("unit")), found::toString);
    }

    /** What tested nothing comes before what is only hidden, and the corners of functions last. */
    @Test
    void theGravestFirst() throws IOException {
        String biased = "{'type': 'Linear', 'name': 'fc', 'in_features': 3, 'out_features': 2,"
                + " 'bias': {'values': [-50.0, 0.0]}}";
        String y = "{'randn': [1, 2]}";
        List<Hidden> found =
                found(spec(2, "{'randn': [1, 3]}", y, biased + ", {'type': 'ReLU'}", "'type': 'MSELoss'", ""));
        assertEquals(
                List.of(Hidden.Grade.VACUOUS, Hidden.Grade.BLIND_SPOT, Hidden.Grade.CORNER),
                found.stream().map(Hidden::grade).distinct().toList());
    }

    @Test
    void weightsThatChangeNothing() throws IOException {
        String norm = "{'type': 'LayerNorm', 'name': 'norm', 'normalized_shape': [2]}";
        tells("it is 1 at every step (norm.weight)", layers(1, LINEAR, norm), layers(2, LINEAR, norm));
        tells("it is 0 at every step (norm.bias)", layers(1, LINEAR, norm), layers(2, LINEAR, norm));
    }

    @Test
    void symmetricMatrices() throws IOException {
        String square = "{'type': 'Linear', 'name': 'square', 'in_features': 3, 'out_features': 3, 'weight': {'values':"
                + " [[1.0, 2.0, 3.0], [%s, 4.0, 5.0], [3.0, 5.0, 6.0]]}}";
        tells(
                "the transposed weight in its place, since it is symmetric (square.weight)",
                layers(1, square.formatted("2.0"), LINEAR),
                layers(1, square.formatted("2.5"), LINEAR));
        // one row, of ones, with the same gradient for each output
        String sum = "{'type': 'Sum', 'dim': [1]}";
        String even = "{'type': 'Linear', 'name': 'even', 'in_features': 2, 'out_features': 2}";
        tells(
                "the transposed gradient in its place, since it is symmetric (even.weight)",
                spec(1, "{'values': [[1.0, 1.0]]}", "{'values': [0.5]}", even + ", " + sum, "'type': 'MSELoss'", ""),
                spec(1, "{'values': [[1.0, 2.0]]}", "{'values': [0.5]}", even + ", " + sum, "'type': 'MSELoss'", ""));
    }

    @Test
    void aBatchOfOne() throws IOException {
        String row = spec(2, "{'randn': [1, 3]}", "{'randn': [1, 2]}", LINEAR, "'type': 'MSELoss'", "");
        tells("a batch is one row", row, layers(2, LINEAR));
    }

    @Test
    void poolingWithoutTies() throws IOException {
        String pool = "{'type': 'MaxPool1d', 'kernel_size': 2}";
        String layers = "{'type': 'Conv1d', 'in_channels': 1, 'out_channels': 1, 'kernel_size': 1}, " + pool;
        String y = "{'randn': [2, 1, 2]}";
        tells(
                "two equal largest elements of a window",
                spec(1, "{'values': [[[1, 2, 3, 4]], [[5, 6, 7, 6]]]}", y, layers, "'type': 'MSELoss'", ""),
                spec(1, "{'values': [[[1, 2, 3, 4]], [[5, 6, 7, 7]]]}", y, layers, "'type': 'MSELoss'", ""));
    }

    @Test
    void kinksThatAreNotHit() throws IOException {
        String plain = "{'type': 'Linear', 'name': 'fc', 'in_features': 3, 'out_features': 2, 'bias': false}";
        String zero = spec(
                1,
                "{'values': [[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]}",
                "{'randn': [2, 2]}",
                plain + ", {'type': 'ReLU'}",
                "'type': 'MSELoss'",
                "");
        tells("another derivative of ReLU at exactly 0.0", layers(1, plain, "{'type': 'ReLU'}"), zero);
        String prelu = "{'type': 'PReLU'}";
        tells("another derivative of PReLU at exactly 0.0", layers(1, plain, prelu), zero.replace("ReLU", "PReLU"));
    }

    @Test
    void tokensThatDoNotRepeat() throws IOException {
        String table = "{'type': 'Embedding', 'num_embeddings': 6, 'embedding_dim': 2}";
        tells(
                "no token occurs twice",
                spec(1, "{'values': [0, 2, 5, 3]}", "{'randn': [4, 2]}", table, "'type': 'MSELoss'", ""),
                spec(1, "{'values': [0, 2, 5, 2]}", "{'randn': [4, 2]}", table, "'type': 'MSELoss'", ""));
    }

    @Test
    void asManySamplesAsClasses() throws IOException {
        String softmax = LINEAR + ", {'type': 'LogSoftmax', 'dim': 1}";
        for (String loss : List.of("CrossEntropyLoss", "NLLLoss")) {
            String layers = loss.startsWith("NLL") ? softmax : LINEAR;
            tells(
                    "a mean over the classes in place of one over the samples",
                    spec(1, "{'randn': [2, 3]}", "{'values': [0, 1]}", layers, "'type': '" + loss + "'", ""),
                    spec(1, "{'randn': [3, 3]}", "{'values': [0, 1, 1]}", layers, "'type': '" + loss + "'", ""));
        }
    }

    @Test
    void sequencesOfOne() throws IOException {
        String lstm = "{'type': 'LSTM', 'input_size': 3, 'hidden_size': 2, 'batch_first': true}";
        tells(
                "from one time to the next",
                spec(1, "{'randn': [5, 1, 3]}", "{'randn': [5, 1, 2]}", lstm, "'type': 'MSELoss'", ""),
                spec(1, "{'randn': [5, 2, 3]}", "{'randn': [5, 2, 2]}", lstm, "'type': 'MSELoss'", ""));
    }

    @Test
    void aDropoutOfOneHalf() throws IOException {
        tells(
                "division by p in place of 1 - p",
                layers(1, LINEAR, "{'type': 'Dropout', 'p': 0.5}"),
                layers(1, LINEAR, "{'type': 'Dropout', 'p': 0.3}"));
    }

    @Test
    void statesThatAreNotUsedAgain() throws IOException {
        for (String optimizer : List.of("{'type': 'SGD', 'lr': 0.1, 'momentum': 0.9}", "{'type': 'Adam', 'lr': 0.1}")) {
            String more = ", 'optimizer': " + optimizer;
            tells(
                    "optimizer's state is used again",
                    spec(1, "{'randn': [5, 3]}", "{'randn': [5, 2]}", LINEAR, "'type': 'MSELoss'", more),
                    spec(2, "{'randn': [5, 3]}", "{'randn': [5, 2]}", LINEAR, "'type': 'MSELoss'", more));
        }
    }

    @Test
    void aLearningRateThatStays() throws IOException {
        String momentum = ", 'optimizer': {'type': 'SGD', 'lr': 0.1, 'momentum': 0.9}";
        String moving = ", 'scheduler': {'type': 'StepLR', 'step_size': 1, 'gamma': 0.5}";
        tells(
                "inside the velocity",
                spec(2, "{'randn': [5, 3]}", "{'randn': [5, 2]}", LINEAR, "'type': 'MSELoss'", momentum),
                spec(2, "{'randn': [5, 3]}", "{'randn': [5, 2]}", LINEAR, "'type': 'MSELoss'", momentum + moving));
    }

    /** What is advised must be a spec. */
    @Test
    void whatIsAdvisedIsUnderstood() throws IOException {
        String norm = "{'type': 'LayerNorm', 'name': 'norm', 'normalized_shape': [2], 'weight': {'init': 'uniform_'},"
                + " 'bias': {'init': 'uniform_'}}";
        assertEquals(List.of(), found(layers(1, LINEAR, norm)));
    }
}
