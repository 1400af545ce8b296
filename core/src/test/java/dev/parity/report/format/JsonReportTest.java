package dev.parity.report.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parity.report.Examples;
import dev.parity.report.Report;
import dev.parity.tensor.Unwritable;
import dev.parity.tensor.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {
    @TempDir
    private Path folder;

    private JsonNode written(Report... reports) throws IOException {
        Path file = folder.resolve("report.json");
        new JsonReport().write(List.of(reports), file);
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @Test
    void holdsTheContractsFields() throws IOException {
        JsonNode report = written(Examples.diverges(3));
        List<String> fields = new ArrayList<>();
        report.fieldNames().forEachRemaining(fields::add);
        assertTrue(fields.containsAll(List.of(
                "schema",
                "verdict",
                "spec",
                "reference",
                "candidate",
                "first",
                "seen",
                "origins",
                "findings",
                "steps",
                "coverage",
                "timing")));
        assertEquals("parity-report/1", report.get("schema").asText());
        assertEquals("1/backward/softmax/dx", report.at("/first/site").asText());
        assertEquals(report.get("first"), report.get("seen"));
        assertEquals(3, report.get("steps").size());
        assertEquals(29.7599750339, report.at("/steps/0/loss/reference").asDouble());
        assertTrue(report.at("/steps/2/gradient/fc1.weight/rel").asDouble() > 0);
        assertTrue(report.at("/steps/2/weight/fc1.weight/cosine").isMissingNode());
    }

    @Test
    void numbersThatAreNotFiniteAreStrings() throws IOException {
        JsonNode first = written(Examples.nanOnOneSide()).get("first");
        assertEquals("nan", first.get("candidate").textValue());
        assertEquals("nan", first.get("max_abs").textValue());
        assertTrue(first.get("reference").isNumber());
    }

    @Test
    void severalAreAnArray() throws IOException {
        assertEquals(2, written(Examples.agrees(), Examples.wrongShape()).size());
        assertTrue(written().isArray());
    }

    @Test
    void replacesAnOlderReportAndLeavesNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);
        new JsonReport().write(List.of(Examples.agrees()), link);
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(file).startsWith("{\n  \"schema\""));
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aReportThatFailsHalfwayLeavesTheOlderOne() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), "old");
        Unwritable failure = assertThrows(
                Unwritable.class,
                () -> WholeFile.write(file, out -> {
                    out.write('{');
                    throw new IOException("no space left");
                }));
        assertTrue(failure.getMessage().contains("no space left")
                && failure.getMessage().contains(file.toString()));
        assertEquals("old", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void saysWhyItCannotWrite() {
        Path nowhere = folder.resolve("no/such/report.json");
        String message = assertThrows(Unwritable.class, () -> new JsonReport().write(List.of(), nowhere))
                .getMessage();
        assertTrue(message.contains(nowhere.toString()) && message.contains("its folder does not exist"), message);
        message = assertThrows(Unwritable.class, () -> new JsonReport().write(List.of(), folder))
                .getMessage();
        assertTrue(message.contains("it is a folder"), message);
        assertFalse(Files.exists(folder.resolve("no")));
    }
}
