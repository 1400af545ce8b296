package dev.parity.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.Parity;
import dev.parity.run.Request;
import dev.parity.tensor.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a spec holds, it is read or refused in one line: no exception of Java's own gets out of the reader. */
class SpecFuzzTest {
    private static final int ROUNDS = 2000;
    /** How many of those that are read are run. */
    private static final int RUNS = 30;

    private static final SpecReader.Overrides ONE_STEP =
            new SpecReader.Overrides(OptionalInt.of(1), OptionalLong.empty(), Optional.empty());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[-+.\\p{Alnum}]+|[\\[\\]{}:,]|\\s+");
    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "2",
            "3",
            "7",
            "1.5",
            "-0.5",
            "1e400",
            "1e-400",
            "-0.0",
            "2147483647",
            "2147483648",
            "1e3",
            "9223372036854775808",
            "1000000000000000000000000000000",
            "true",
            "false",
            "null",
            "\"\"",
            "\"x\"",
            "\"y\"",
            "\"w1\"",
            "\"fc1\"",
            "\"fc1.weight\"",
            "\"loss\"",
            "\"data.x\"",
            "\"Linear\"",
            "\"mean\"",
            "\"int64\"",
            "\"a\\nb\"",
            "\"../x\"",
            "[]",
            "{}",
            "[[]]",
            "[0]",
            "[-1]",
            "[0, 4]",
            "[2, [3]]",
            "[65536, 65536]",
            "{\"from\": \"x\"}",
            "{\"share\": \"fc1.weight\"}",
            "{\"init\": \"normal_\"}",
            "{\"values\": [1, 2]}",
            "{\"zeros\": [2, 2]}",
            "{\"randn\": [3]}",
            "{\"arange\": 6}",
            "{\"type\": \"ReLU\"}",
            "{\"use\": \"fc1\"}",
            "{\"use\": \"fc1\", \"name\": \"again\"}",
            "{\"requires_grad\": false}",
            "{\"init\": \"zeros_\", \"requires_grad\": false}",
            "{\"parameters\": [\"*\"]}",
            "[{\"parameters\": \"*.bias\", \"lr\": 0.1}]",
            "{\"type\": \"IdentityLoss\"}",
            "[[1.5, 2], [3]]",
            "[[1, 2], [3, 4]]",
            "[1e39, 2]",
            "1e39",
            "\"*\"",
            "\"float32\"",
            "\"x.mat\"",
            "\"b\\u0000.png\"");
    private static final List<String> NAMES = List.of(
            "type",
            "name",
            "inputs",
            "use",
            "mask",
            "weight",
            "bias",
            "from",
            "share",
            "init",
            "transpose",
            "shape",
            "values",
            "randn",
            "arange",
            "linspace",
            "full",
            "one_hot",
            "divide",
            "batch_size",
            "shuffle",
            "drop_last",
            "epochs",
            "penalty",
            "scale",
            "target",
            "reduction",
            "momentum",
            "nesterov",
            "tolerance",
            "inject",
            "expect",
            "zeros",
            "dtype",
            "requires_grad",
            "groups",
            "parameters",
            "inplace",
            "capturable",
            "learning_rate",
            "units",
            "mat",
            "npy",
            "optimizer",
            "scheduler",
            "clip_grad_norm_",
            "x",
            "y",
            "z");

    private int ran;
    private final Random random = new Random(20240229);

    @Test
    void whateverASpecHoldsItIsReadOrRefusedInOneLine(@TempDir Path temporary) throws IOException {
        List<Path> specs = copyFixtures(temporary);
        assertTrue(specs.size() >= 8, "the fixtures are " + specs);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path good = specs.get(round % specs.size());
            String text = Files.readString(good);
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                text = random.nextInt(3) == 0 ? mutateTokens(text) : mutateTree(text);
            }
            refused += refuses(good.resolveSibling("spec.json"), text) ? 1 : 0;
        }
        assertEquals(RUNS, ran);
        assertTrue(refused > ROUNDS / 2 && refused < ROUNDS, refused + " were refused, so this tests little");
    }

    /** What was read runs to a verdict, or is refused in words; a few small ones stand for all. */
    private void run(Experiment experiment, String text) {
        int numbers =
                experiment.weights().stream().mapToInt(w -> w.shape().size()).sum()
                        + experiment.nodes().stream()
                                .mapToInt(n -> n.outputs().get(0).shape().size())
                                .sum();
        if (ran == RUNS || numbers > 2000 || experiment.nodes().size() > 6 || text.contains("\"inject\"")) {
            return;
        }
        ran++;
        try {
            assertNotNull(Parity.run(Request.plain(experiment, "torch", "handwritten", List.of(), 1), step -> {})
                    .verdict());
        } catch (BadInput bad) {
            assertEquals(1, bad.getMessage().lines().count(), () -> bad.getMessage() + "\n" + text);
        }
    }

    private boolean refuses(Path file, String text) throws IOException {
        Files.writeString(file, text);
        try {
            run(SpecReader.read(new Folder(file, List.of()), ONE_STEP), text);
            return false;
        } catch (BadInput bad) {
            String message = bad.getMessage();
            assertTrue(message.startsWith(file + ":"), () -> message + "\n" + text);
            assertEquals(1, message.lines().count(), () -> message + "\n" + text);
            assertFalse(
                    message.matches(".*(Exception|java\\.|dev\\.parity|Optional|@[0-9a-f]{5,}).*"),
                    () -> message + "\n" + text);
            return true;
        } catch (RuntimeException | Error e) {
            return fail("on\n" + text, e);
        }
    }

    /** Without regard to syntax: a token is dropped, doubled, replaced or exchanged with another. */
    private String mutateTokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        if (tokens.isEmpty()) {
            return text;
        }
        int at = random.nextInt(tokens.size());
        int other = random.nextInt(tokens.size());
        switch (random.nextInt(4)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(at));
            case 2 -> tokens.set(at, pick(VALUES));
            default -> tokens.set(at, tokens.set(other, tokens.get(at)));
        }
        return String.join("", tokens);
    }

    /** Within the syntax: a value is dropped, doubled, replaced, renamed or exchanged with another. */
    private String mutateTree(String text) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (IOException e) {
            return mutateTokens(text); // a token's mutation came before
        }
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        if (containers.isEmpty()) {
            return text;
        }
        JsonNode container = pick(containers);
        JsonNode value = random.nextBoolean()
                ? JSON.readTree(pick(VALUES))
                : pick(containers).deepCopy();
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() ? pick(NAMES) : pick(names);
            switch (random.nextInt(5)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(pick(NAMES), value);
                case 2 -> {
                    JsonNode renamed = object.remove(name);
                    object.set(pick(NAMES), renamed == null ? value : renamed);
                }
                default -> object.set(name, value);
            }
        } else if (container instanceof ArrayNode array) {
            int at = random.nextInt(array.size() + 1);
            switch (random.nextInt(3)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, value);
                default -> {
                    if (at < array.size()) {
                        array.set(at, value);
                    }
                }
            }
        }
        return root.toString();
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The fixtures' specs, with the files that they read beside them. */
    private static List<Path> copyFixtures(Path to) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("fixtures"))) {
            root = root.getParent();
        }
        List<Path> specs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("fixtures"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(root.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                if (copy.toString().endsWith(".json")) {
                    specs.add(copy);
                }
            }
        }
        specs.sort(null);
        return specs;
    }
}
