package dev.parity.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.nn.optim.SGD;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spec may say, beside what it may not ({@link BadSpecTest}). */
class GoodSpecTest {
    @TempDir
    Path folder;

    private Experiment read(String spec) throws IOException {
        Path file = Files.writeString(folder.resolve("spec.json"), spec);
        return SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
    }

    /** The good spec of the bad ones, with something else in place of something. */
    private Experiment with(String old, String now) throws IOException {
        try (InputStream in = GoodSpecTest.class.getResourceAsStream("good.json")) {
            String good = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(good.contains(old), old);
            return read(good.replace(old, now));
        }
    }

    private static Map<String, Weight.Role> roles(Experiment experiment) {
        Map<String, Weight.Role> roles = new HashMap<>();
        experiment.weights().forEach(w -> roles.put(w.name(), w.role()));
        return roles;
    }

    private static final String SECOND =
            "{\"type\": \"Linear\", \"name\": \"fc2\", \"in_features\": 5, \"out_features\": 3}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"bias\": {\"requires_grad\": false} | TRAINED | FROZEN",
                "\"bias\": {\"init\": \"ones_\", \"requires_grad\": false} | TRAINED | FROZEN",
                "\"bias\": {\"zeros\": [3], \"requires_grad\": false} | TRAINED | FROZEN",
                "\"weight\": {\"requires_grad\": false}, \"bias\": {\"requires_grad\": true} | FROZEN | TRAINED",
                "\"requires_grad\": false | FROZEN | FROZEN",
                "\"requires_grad\": false, \"bias\": {\"requires_grad\": true} | FROZEN | TRAINED",
                "\"requires_grad\": true | TRAINED | TRAINED",
            })
    void parametersAreFrozenOneByOneOrByTheLayer(String fields, Weight.Role weight, Weight.Role bias)
            throws IOException {
        Experiment experiment = with(SECOND, SECOND.replace("}", ", " + fields + "}"));
        assertEquals(weight, roles(experiment).get("fc2.weight"));
        assertEquals(bias, roles(experiment).get("fc2.bias"));
        assertEquals(Weight.Role.TRAINED, roles(experiment).get("fc1.weight"));
        long trained = roles(experiment).values().stream()
                .filter(Weight.Role.TRAINED::equals)
                .count();
        assertEquals(trained, experiment.training().orElseThrow().optimizers().size());
    }

    @Test
    void aFrozenNormalisationKeepsItsBuffers() throws IOException {
        Experiment experiment = with(
                "{\"type\": \"ReLU\"}",
                "{\"type\": \"BatchNorm1d\", \"name\": \"bn\", \"num_features\": 5, \"requires_grad\": false}");
        assertEquals(Weight.Role.FROZEN, roles(experiment).get("bn.weight"));
        assertEquals(Weight.Role.BUFFER, roles(experiment).get("bn.running_mean"));
    }

    @Test
    void aBiasIsNamedAsAWeightIs() throws IOException {
        Experiment named = read("""
                {"tensors": {"b": [1, 2, 3]}, "data": {"x": {"randn": [4, 2]}},
                 "layers": [{"type": "Linear", "name": "a", "in_features": 2, "out_features": 3, "bias": "b"},
                            {"type": "Linear", "name": "c", "in_features": 3, "out_features": 2, "bias": [0.5, 1]}],
                 "loss": {"type": "IdentityLoss"}}
                """);
        assertEquals(new Weight.Value.From("b", false), named.weight("a.bias").value());
        assertEquals(
                new Weight.Value.From("c.bias", false), named.weight("c.bias").value());
    }

    @Test
    void everyParameterIsInAGroupOrInTheRest() throws IOException {
        Experiment experiment = with(
                "\"lr\": 0.1}",
                "\"lr\": 0.1, \"groups\": [{\"parameters\": \"*\", \"lr\": 0.5}, {\"parameters\": [\"*.bias\"], \"momentum\": 0.9}]}");
        Map<String, ?> optimizers = experiment.training().orElseThrow().optimizers();
        assertEquals(0.5, ((SGD) optimizers.get("fc1.weight")).lr());
        assertEquals(0.1, ((SGD) optimizers.get("fc1.bias")).lr());
        assertEquals(0.9, ((SGD) optimizers.get("fc2.bias")).momentum());
    }

    @Test
    void whatIsFrozenNeedsNoGroupAndMayBeInOne() throws IOException {
        for (String pattern : List.of("fc1.*", "fc*")) {
            Experiment experiment = read("""
                    {"data": {"x": {"randn": [4, 2]}, "y": {"randn": [4, 2]}},
                     "layers": [{"type": "Linear", "name": "fc1", "in_features": 2, "out_features": 2},
                                {"type": "Linear", "name": "fc2", "in_features": 2, "out_features": 2, "requires_grad": false}],
                     "loss": {"type": "MSELoss"},
                     "optimizer": {"type": "SGD", "groups": [{"parameters": ["%s"]}]}}
                    """.formatted(pattern));
            assertEquals(2, experiment.training().orElseThrow().optimizers().size());
        }
    }

    @Test
    void aUseHasANameAndMayBeUsedItself() throws IOException {
        Experiment experiment = with(
                SECOND,
                "{\"type\": \"Linear\", \"name\": \"h\", \"in_features\": 5, \"out_features\": 5}, {\"use\": \"h\", \"name\": \"again\"},"
                        + " {\"use\": \"again\"}, {\"use\": \"h\", \"name\": \"last\"}, " + SECOND);
        List<String> names = experiment.nodes().stream().map(Node::name).toList();
        assertEquals(List.of("fc1", "relu", "h", "again", "h#2", "last", "fc2"), names);
        experiment
                .nodes()
                .subList(2, 6)
                .forEach(n -> assertEquals("h.weight", n.weights().get("weight")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"ReLU\"} | {\"type\": \"ReLU\", \"inplace\": true}",
                "{\"type\": \"ReLU\"} | {\"type\": \"Dropout\", \"inplace\": false}",
                "\"lr\": 0.1} | \"lr\": 0.1, \"foreach\": null, \"fused\": true, \"differentiable\": false}",
                "\"SGD\" | \"Adam\", \"capturable\": false",
                "{\"type\": \"CrossEntropyLoss\"} | {\"type\": \"CrossEntropyLoss\", \"size_average\": null, \"reduce\": null}",
                "\"out_features\": 3} | \"out_features\": 3, \"device\": \"cpu\"}",
            })
    void whatChangesNoNumberIsTaken(String old, String now) throws IOException {
        with(old, now);
    }

    @Test
    void lossesStandOnLayersWithoutATarget() throws IOException {
        Experiment experiment = read("""
                {"data": {"x": {"randn": [4, 2]}},
                 "layers": [{"type": "Linear", "name": "a", "in_features": 2, "out_features": 2}, {"type": "Square", "name": "b"},
                            {"type": "Sum", "name": "c", "inputs": "a"}],
                 "loss": [{"type": "IdentityLoss", "inputs": "b"}, {"type": "IdentityLoss", "inputs": "c", "scale": -0.5}],
                 "optimizer": {"type": "SGD"}}
                """);
        assertTrue(
                experiment.objective().terms().stream().allMatch(t -> t.target().isEmpty()));
    }

    @Test
    void numbersThatFloat32HoldsAreTaken() throws IOException {
        String spec = """
                {"dtype": "float32", "data": {"x": [[3.4e38]], "y": [[1e-300]]}, "layers": [{"type": "Scale", "factor": 1}],
                 "loss": {"type": "MSELoss"}, "tolerance": {"rtol": 0, "atol": 1e300}}""";
        read(spec);
        assertThrows(BadInput.class, () -> read(spec.replace("3.4e38", "3.5e38")));
        read(spec.replace("3.4e38", "3.5e38").replace("float32", "float64"));
    }

    @Test
    void theReadmesSpecIsGood() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(root.resolve("README.md"))) {
            root = root.getParent();
        }
        String text = Files.readString(root.resolve("README.md"));
        int start = text.indexOf("```json\n") + 8;
        Experiment experiment = read(text.substring(start, text.indexOf("```", start)));
        assertEquals(Weight.Role.FROZEN, roles(experiment).get("fc1.weight"));
    }

    /** The text holds 20 MB of numbers. */
    @Test
    void aMillionRowsInASpecAreRead() throws IOException {
        StringBuilder spec = new StringBuilder("{\"data\": {\"x\": [");
        for (int i = 0; i < 1_000_000; i++) {
            spec.append(i == 0 ? "" : ",")
                    .append("[")
                    .append(i / 8.0)
                    .append(", ")
                    .append(i)
                    .append("]");
        }
        spec.append(
                "], \"batch_size\": 2}, \"layers\": [{\"type\": \"Tanh\"}], \"loss\": {\"type\": \"IdentityLoss\"}}");
        Experiment experiment = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> read(spec.toString()));
        Tensor x = ((Source.Given) experiment.tensors().get("data.x")).tensor();
        assertEquals(2_000_000, x.size());
        assertEquals(999_999 / 8.0, x.get(1_999_998));
        assertEquals(999_999, x.get(1_999_999));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\": \"ReLU\"}", "{\"type\": \"Linear\", \"in_features\": 4, \"out_features\": 4}"})
    void thousandsOfLayersAreReadAndChecked(String layer) throws IOException {
        String spec = "{\"data\": {\"x\": {\"randn\": [2, 4]}}, \"layers\": [" + layer + (", " + layer).repeat(2999)
                + "], \"loss\": {\"type\": \"IdentityLoss\"}, \"optimizer\": {\"type\": \"SGD\"}}";
        Experiment experiment = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> read(spec));
        assertEquals(3000, experiment.nodes().size());
        assertTrue(experiment.nodes().get(2999).name().endsWith("3000"));
    }
}
