package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parity.cli.CommandLines.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of {@code run} do to the verdict, and what both formats say of it. */
class RunOptionsTest {
    private static final String RIGHT = "fixtures/one-neuron/right.json";
    private static final String WRONG = "fixtures/one-neuron/wrong.json";

    @TempDir
    Path folder;

    private static Outcome run(String... args) {
        return CommandLines.run(Stream.concat(Stream.of("run"), Stream.of(args)).toArray(String[]::new));
    }

    private JsonNode json(int exit, String... args) throws IOException {
        Path file = folder.resolve("report.json");
        Outcome outcome = run(Stream.concat(Stream.of(args), Stream.of("--report", "json=" + file))
                .toArray(String[]::new));
        assertEquals(exit, outcome.exit(), outcome.out() + outcome.err());
        return new ObjectMapper().readTree(file.toFile());
    }

    private static void says(Outcome outcome, int exit, String... words) {
        assertEquals(exit, outcome.exit(), outcome.out() + outcome.err());
        for (String word : words) {
            assertTrue(outcome.out().contains(word), word + " in " + outcome.out());
        }
    }

    @Test
    void aReportSaysWhatDecided() throws IOException {
        assertEquals("audit", json(0, RIGHT).get("decided_by").asText());
        says(run(RIGHT, "--end-to-end-only"), 0, "Decided by    the tolerance, end to end, as the command line asks");
        assertEquals(
                "end-to-end-only",
                json(0, RIGHT, "--end-to-end-only").get("decided_by").asText());
        says(run(WRONG, "--tolerance", "0.9,99"), 0, "Decided by    the tolerance that the command line fixes");
        assertEquals(
                "asked-tolerance",
                json(0, WRONG, "--tolerance", "0.9,99").get("decided_by").asText());
        says(run(RIGHT, "--candidate", "numeric"), 0, "central differences are too coarse to be audited");
    }

    @Test
    void whereItIsMadeAndHowFarItSpreads() throws IOException {
        says(
                run(WRONG),
                1,
                "Where it is made: the loss, its dx",
                "How far it spreads, end to end: ",
                "what follows from the error: step 1: loss 0, weight ");
        JsonNode drift = json(1, WRONG).get("drift");
        assertEquals("consequence-of-the-origins", drift.get("is").asText());
        assertEquals(
                List.of(1, 2, 3),
                drift.findValues("step").stream().map(JsonNode::asInt).toList());
        assertTrue(json(0, RIGHT).get("drift").isNull());
    }

    @Test
    void theAuditAlone() throws IOException {
        Outcome wrong = run(WRONG, "--audit-only");
        says(
                wrong,
                1,
                "torch not run",
                "Where it is made: the loss, its dx",
                "Decided by    the audit alone",
                "Audited ");
        assertFalse(wrong.out().contains("Tolerance") || wrong.out().contains("How far it spreads"), wrong.out());
        assertEquals(
                "audit-only", json(0, RIGHT, "--audit-only").get("decided_by").asText());
        Outcome both = run(RIGHT, "--audit-only", "--end-to-end-only");
        assertEquals(2, both.exit());
        assertTrue(both.err().contains("mutually exclusive"), both.err());
        Outcome tolerance = run(RIGHT, "--audit-only", "--tolerance", "1e-6,1e-8");
        assertEquals(2, tolerance.exit());
        assertTrue(tolerance.err().contains("--tolerance decides end to end"), tolerance.err());
    }

    @Test
    void strictness() throws IOException {
        says(run(RIGHT), 0, "This run could not have caught", "give \"batch_size\" 3");
        says(
                run(RIGHT, "--strict"),
                3,
                "INCONCLUSIVE",
                "too much went untested for --strict: a class of",
                "give \"batch_size\" 3");
        JsonNode report = json(3, RIGHT, "--strict");
        assertTrue(report.get("reasons").get(0).asText().contains("--strict"));
        assertTrue(report.get("unseen").get(0).get("change").asText().contains("batch_size"));
        assertFalse(run(WRONG).out().contains("This run could not have caught"));
    }

    @Test
    void repetition() throws IOException {
        says(run(RIGHT, "--repeat", "2"), 0, "AGREES");
        assertTrue(json(1, WRONG, "--repeat", "2").get("waver").isNull());
        Outcome none = run(RIGHT, "--repeat", "0");
        assertEquals(2, none.exit());
        assertEquals("parity: --repeat is a number from 1, and here is 0\n", none.err());
    }
}
