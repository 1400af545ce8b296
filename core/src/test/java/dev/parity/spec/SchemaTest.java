package dev.parity.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema takes what the reader takes, and refuses what can be seen to be wrong at one glance. */
class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Schema.text());

    private static Set<String> complaints(JsonNode spec) {
        return SCHEMA.validate(spec).stream().map(ValidationMessage::toString).collect(Collectors.toSet());
    }

    static Stream<Path> fixtures() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("fixtures"))) {
            root = root.getParent();
        }
        try (Stream<Path> files = Files.walk(root.resolve("fixtures"))) {
            return files.filter(f -> f.toString().endsWith(".json")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void takesTheFixtures(Path fixture) throws IOException {
        assertEquals(Set.of(), complaints(JSON.readTree(Files.readAllBytes(fixture))));
    }

    @Test
    void takesEveryLayerOfTheTableOfExamples() throws IOException {
        int checked = 0;
        for (String line : resource("/examples/layers.jsonl").lines().toList()) {
            ObjectNode spec = (ObjectNode) JSON.readTree(resource("good.json"));
            ArrayNode layers = JSON.createArrayNode().add(JSON.readTree(line).get("layer"));
            spec.set("layers", layers);
            assertEquals(Set.of(), complaints(spec), line);
            checked++;
        }
        assertTrue(checked > 100, checked + " layers were checked");
    }

    @Test
    void isItselfASchema() throws IOException {
        JsonSchema ofSchemas = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(java.net.URI.create("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(Set.of(), ofSchemas.validate(JSON.readTree(Schema.text())));
    }

    @Test
    void hasTheReadersFields() throws IOException {
        Set<String> fields = new TreeSet<>();
        JSON.readTree(Schema.text()).get("properties").fieldNames().forEachRemaining(fields::add);
        assertEquals(new TreeSet<>(SpecReader.FIELDS), fields);
    }

    @Test
    void hasTheReadersSourcesAndRules() throws IOException {
        JsonNode definitions = JSON.readTree(Schema.text()).get("$defs");
        Set<String> sources = new TreeSet<>();
        definitions
                .at("/source/oneOf")
                .forEach(s -> sources.add(s.at("/required/0").asText()));
        assertEquals(SourceReader.FIELDS.keySet(), sources);
        Set<String> rules = new TreeSet<>();
        definitions.at("/value/anyOf").forEach(v -> {
            JsonNode init = v.at("/properties/init");
            init.path("enum").forEach(rule -> rules.add(rule.asText()));
            rules.add(init.path("const").asText());
        });
        rules.remove("");
        assertEquals(InitReader.RULES.keySet(), rules);
    }

    /** Titles of the table of bad specs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "no object",
                "no data",
                "no layers",
                "no loss",
                "no x",
                "an unknown field, with the nearest",
                "an unknown option of a layer, with the nearest",
                "an unknown option of a layer, like none",
                "an option that is missing",
                "an unknown option of a loss",
                "an unknown option of an optimizer",
                "a string for a number",
                "a string for a number in an option",
                "a fraction for a whole number",
                "a number for true or false",
                "a string for true or false",
                "null for a number",
                "a list for a name",
                "an object for a list",
                "a list for an object",
                "no steps",
                "steps that go backwards",
                "steps and epochs",
                "an unknown type",
                "a type that no network computes in",
                "an unknown generator",
                "a tolerance that is negative",
                "a tolerance that lets everything pass",
                "a tolerance of one number",
                "a tolerance as text",
                "a verdict that is misspelled",
                "an expectation without a verdict",
                "a fault that is no text",
                "an unknown layer, with the nearest",
                "a layer without a type",
                "a layer that is only a name",
                "the loss's name",
                "a name with a sign that sites use",
                "a name with a blank",
                "an empty name",
                "a second use with an option",
                "a weight that is a number",
                "an unknown rule of initialisation",
                "an argument that a rule does not have",
                "a constant that is not said",
                "a tensor without a source",
                "a tensor with two sources",
                "a tensor with a negative dimension",
                "randint without a shape",
                "full of nothing",
                "a batch without rows",
                "an unknown loss, with the nearest",
                "an unknown reduction",
                "a penalty without a size",
                "an unknown optimizer, like none",
                "an unknown schedule",
                "clipping by a number",
                "clipping by value, misspelled",
                "accumulation over nothing",
                "a group of no parameters",
                "a padding that is no word",
                "a kernel of no size"
            })
    void refusesWhatIsWrongAtOneGlance(String title) throws IOException {
        BadSpecTest.Case bad = BadSpecTest.cases()
                .filter(c -> c.title().equals(title))
                .findFirst()
                .orElseThrow();
        assertFalse(complaints(JSON.readTree(bad.spec())).isEmpty());
    }

    /** What the schema refuses, the reader refuses: none of the table's cases of other kinds gets worse by it. */
    @Test
    void refusesNothingThatIsGood() throws IOException {
        List<String> wrong = new ArrayList<>(complaints(JSON.readTree(resource("good.json"))));
        assertEquals(List.of(), wrong);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SchemaTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
