package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(stream(out), stream(err), args);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String said(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpGoesToStandardOutput() {
        assertEquals(Exit.AGREES, run("--help"));
        assertTrue(said(out).contains("Usage: parity") && said(out).contains("Exit codes:"), said(out));
        assertEquals("", said(err));
    }

    @Test
    void versionNamesWhatItComparesWith() {
        assertEquals(Exit.AGREES, run("--version"));
        assertTrue(said(out).matches("(?s)parity \\d.*PyTorch \\d.* DJL \\d.* ND4J \\d.*Java \\d.*"), said(out));
        assertFalse(said(out).contains("${"), said(out));
    }

    @Test
    void withoutACommandItShowsWhatThereIs() {
        assertEquals(Exit.BAD_INPUT, run());
        assertTrue(said(err).contains("Usage: parity"), said(err));
        assertEquals("", said(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--hepl", "nonsense", "--help=maybe"})
    void aMistypedCommandLineIsOneMessageAndAHint(String argument) {
        assertEquals(Exit.BAD_INPUT, run(argument));
        assertTrue(said(err).matches("parity: [^\n]+\nTry 'parity --help'\\.\n"), said(err));
        assertEquals("", said(out));
    }

    @Test
    void aMistypedOptionNamesTheNearest() {
        run("--verison");
        assertTrue(said(err).contains("did you mean --version"), said(err));
    }
}
