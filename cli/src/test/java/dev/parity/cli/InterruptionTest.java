package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to stop there, only killed")
class InterruptionTest {
    /** A run that takes for ever, or, told so, ends by itself. */
    static final class Run {
        public static void main(String[] args) throws InterruptedException {
            Interruption interruption = Interruption.watch(System.err);
            System.out.println("running");
            if (args[0].equals("long")) {
                Thread.sleep(Long.MAX_VALUE);
            }
            interruption.done();
            System.exit(Exit.DIVERGES);
        }
    }

    @Test
    void anInterruptedRunIsInconclusive() throws Exception {
        Process process = start("long");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("running", out.readLine());
            process.toHandle().destroy(); // Process.destroy would close its output too
            assertEquals(Exit.INCONCLUSIVE, process.waitFor());
            assertEquals("parity: interrupted", out.readLine());
        }
    }

    @Test
    void aRunThatEndsKeepsItsCode() throws Exception {
        assertEquals(Exit.DIVERGES, start("short").waitFor());
    }

    private static Process start(String length) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(java.toString(), "-cp", classpath, Run.class.getName(), length)
                .redirectErrorStream(true)
                .start();
    }
}
