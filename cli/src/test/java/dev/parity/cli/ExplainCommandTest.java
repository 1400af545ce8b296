package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.cli.CommandLines.Outcome;
import dev.parity.fault.Fault;
import dev.parity.fault.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainCommandTest {
    static List<Fault> faults() {
        return Faults.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aPageFitsTheTerminal(Fault fault) {
        Outcome page = CommandLines.run("explain", fault.id());
        assertEquals(Exit.AGREES, page.exit(), page.err());
        assertTrue(page.out().startsWith(fault.id() + "\n"), page.out());
        page.out()
                .lines()
                .filter(line -> !line.contains("://"))
                .forEach(line -> assertTrue(line.codePointCount(0, line.length()) <= 80, line));
    }

    /** All words of the page are printed, in their order. */
    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsLost(Fault fault) {
        assertEquals(
                String.join(" ", Faults.page(fault)).replaceAll("\\s+", " "),
                CommandLines.run("explain", fault.id()).out().strip().replaceAll("\\s+", " "));
    }

    /** What a page tells one to type is a command line that parity has. */
    @ParameterizedTest
    @MethodSource("faults")
    void whatItTellsToTryCanBeTried(Fault fault) {
        Matcher command = Pattern.compile("(?m)^  parity run (\\S+)(?: --inject (\\S+))?$")
                .matcher(String.join("\n", Faults.page(fault)));
        assertTrue(command.find());
        if (command.group(2) == null) {
            assertTrue(Files.isRegularFile(Path.of(command.group(1))), command.group());
        } else {
            assertEquals(fault.id(), command.group(2).replaceAll("@.*", ""));
        }
    }

    @Test
    void withoutACauseItListsAll() {
        assertEquals(CommandLines.run("list", "faults"), CommandLines.run("explain"));
    }

    @Test
    void anUnknownCauseIsToldTheNearest() {
        Outcome page = CommandLines.run("explain", "softmax-jacobian-diagonal");
        assertEquals(Exit.BAD_INPUT, page.exit());
        assertEquals(
                "parity: there is no fault \"softmax-jacobian-diagonal\"; did you mean"
                        + " \"softmax-jacobian-diagonal-only\"?\n",
                page.err());
    }
}
