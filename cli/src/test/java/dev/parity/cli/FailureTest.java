package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.BadInput;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** No exception ends in 1, which would say that the sides diverge. */
class FailureTest {
    private final StringWriter err = new StringWriter();

    @Command(name = "parity")
    private record Throwing(Exception e) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw e;
        }
    }

    private int exit(Exception e, boolean debug) {
        CommandLine parity = new CommandLine(new Throwing(e)).setErr(new PrintWriter(err, true));
        return Failure.install(parity, debug).execute();
    }

    @Test
    void aMistakeOfTheUserIsToldInItsOwnWords() {
        assertEquals(Exit.BAD_INPUT, exit(new BadInput("spec.json:3:9: no layer \"Liner\"; write \"Linear\""), false));
        assertEquals("parity: spec.json:3:9: no layer \"Liner\"; write \"Linear\"\n", lines());
    }

    @Test
    void anythingElseIsAFailureOfOurs() {
        assertEquals(Exit.FAILED, exit(new IllegalStateException("two\nlines"), false));
        assertEquals(
                "parity: internal error: IllegalStateException: two\nRun again with --debug for the stack trace.\n",
                lines());
    }

    @Test
    void debugPrintsTheStackTrace() {
        assertEquals(Exit.FAILED, exit(new IllegalStateException("why"), true));
        assertTrue(lines().contains("\tat dev.parity.cli.FailureTest"), lines());
    }

    @Test
    void anErrorIsAFailureToo() {
        assertEquals(Exit.FAILED, new Failure(new PrintWriter(err, true), false).thrown(new OutOfMemoryError("heap")));
        assertTrue(lines().contains("PARITY_HEAP"), lines());
    }

    @Test
    void memoryOutsideOfJavaIsToldAsThat() {
        assertEquals(
                Exit.FAILED,
                exit(
                        new IllegalStateException(
                                "engine",
                                new IllegalStateException(
                                        "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator:"
                                                + " can't allocate memory: you tried to allocate 8589934592 bytes. Error code 12"
                                                + " (Cannot allocate memory)")),
                        false));
        assertTrue(lines().startsWith("parity: out of native memory (8,192 MB were asked for at once); "), lines());
        assertTrue(lines().contains("smaller batches") && !lines().contains("internal error"), lines());
    }

    private String lines() {
        return err.toString().replace("\r\n", "\n");
    }
}
