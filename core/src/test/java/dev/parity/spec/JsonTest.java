package dev.parity.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parity.tensor.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parser takes what JSON is, as Jackson takes it, and nothing else. */
class JsonTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final ObjectReader STRICT = JACKSON.reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private static Json read(String json) {
        return Json.read(Path.of("a.json"), json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatJacksonReads() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            StringBuilder json = new StringBuilder();
            write(random, 4, json);
            assertSame(JACKSON.readTree(json.toString()), read(json.toString()), json.toString());
        }
    }

    /** Random characters, most of them JSON's own: both take a text, or both refuse it. */
    @Test
    void refusesWhatJacksonRefuses() {
        String signs = "{}[]:,\"\"\\ \n0123456789-+.eEtruefalsn/u";
        Random random = new Random(6);
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(7); n >= 0; n--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            String json = text.toString();
            boolean theirs = jacksonTakes(json);
            if (theirs) {
                read(json);
                taken++;
            } else {
                assertThrows(BadInput.class, () -> read(json), json);
            }
        }
        assertTrue(taken > 500, taken + " were JSON");
    }

    private static boolean jacksonTakes(String json) {
        try {
            return !STRICT.readTree(json).isMissingNode();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "-0.0,-0.0",
        "1e-400,0",
        "12,12",
        "0.1,0.1",
        "9007199254740993,9007199254740992",
        "1E+2,100"
    })
    void numbersAreTheNearestDoubles(String written, double expected) {
        assertEquals(expected, read(written).number());
    }

    @Test
    void valuesKnowTheirPlace() {
        Json json = read("{\n  \"layers\": [\n    {}, {\"lr\": 1}]}");
        Json lr = json.field("layers").items().get(1).field("lr");
        assertEquals("layers[1].lr", lr.path());
        assertEquals(
                "a.json:3:16: layers[1].lr: too large", lr.error("too large").getMessage());
        BadInput unknown = assertThrows(
                BadInput.class, () -> json.field("layers").items().get(1).only(Set.of()));
        assertTrue(unknown.getMessage().startsWith("a.json:3:10: layers[1].lr: unknown field"), unknown.getMessage());
    }

    private static void assertSame(JsonNode theirs, Json ours, String json) {
        if (theirs.isObject()) {
            assertEquals(theirs.size(), ours.fields().size(), json);
            theirs.fields().forEachRemaining(f -> assertSame(f.getValue(), ours.field(f.getKey()), json));
        } else if (theirs.isArray()) {
            assertEquals(theirs.size(), ours.items().size(), json);
            for (int i = 0; i < theirs.size(); i++) {
                assertSame(theirs.get(i), ours.items().get(i), json);
            }
        } else if (theirs.isTextual()) {
            assertEquals(theirs.textValue(), ours.text(), json);
        } else if (theirs.isNumber()) {
            assertEquals(theirs.doubleValue(), ours.number(), json);
            assertEquals(theirs.isIntegralNumber(), ours.isInteger(), json);
        } else if (theirs.isBoolean()) {
            assertEquals(theirs.booleanValue(), ours.flag(), json);
        } else {
            assertTrue(ours.isNull(), json);
        }
    }

    private static void write(Random random, int depth, StringBuilder json) {
        String space = " \n\t\r ".substring(random.nextInt(5));
        json.append(space);
        switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> json.append(random.nextBoolean());
            case 1 -> json.append("null");
            case 2 -> json.append(random.nextInt(2000) - 1000);
            case 3 -> json.append(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
            case 4 -> json.append(random.nextLong());
            case 5, 6 -> string(random, "", json);
            case 7 -> {
                json.append('[');
                for (int n = random.nextInt(4), i = 0; i < n; i++) {
                    json.append(i == 0 ? "" : ",");
                    write(random, depth - 1, json);
                }
                json.append(space).append(']');
            }
            default -> {
                json.append('{');
                for (int n = random.nextInt(4), i = 0; i < n; i++) {
                    json.append(i == 0 ? "" : ",").append(space);
                    string(random, Integer.toString(i), json);
                    json.append(space).append(':');
                    write(random, depth - 1, json);
                }
                json.append(space).append('}');
            }
        }
        json.append(space);
    }

    private static void string(Random random, String start, StringBuilder json) {
        json.append('"').append(start);
        for (int n = random.nextInt(6); n > 0; n--) {
            switch (random.nextInt(4)) {
                case 0 -> json.append("\\").append("\"\\/bfnrt".charAt(random.nextInt(8)));
                case 1 -> json.append("\\u").append(String.format("%04x", random.nextInt(0xd800)));
                case 2 -> json.appendCodePoint(random.nextInt(0x20) + 0x1f600);
                default -> json.append((char) (' ' + 3 + random.nextInt(50)));
            }
        }
        json.append('"');
    }
}
