package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
    /** Above the largest that Linux gives to a process. */
    private static final String DEAD = "99999999";

    @TempDir
    private Path folder;

    @Test
    void whatAKilledProcessLeftGoesWhenTheNextWrites() throws IOException {
        Path file = Files.writeString(folder.resolve(".run.npz." + DEAD + "-1.parity.part"), "half");
        Path tree = Files.createDirectory(folder.resolve(".run." + DEAD + "-2.parity.part"));
        Files.writeString(tree.resolve("000001.npz"), "half");
        Path alive = Files.writeString(
                folder.resolve(".run.npz." + ProcessHandle.current().pid() + "-99999.parity.part"), "being written");
        Path others = Files.writeString(folder.resolve("notes." + DEAD + "-1.parity.part"), "not hidden, so not ours");
        Path theirs = Files.writeString(folder.resolve(".x." + DEAD + "-1.part"), "another program's");
        WholeFile.write(folder.resolve("a.txt"), out -> out.write('1'));
        assertFalse(Files.exists(file));
        assertFalse(Files.exists(tree));
        assertTrue(Files.exists(alive) && Files.exists(others) && Files.exists(theirs));
    }

    @Test
    void whatIsNotFinishedGoesWithAnInterrupt() throws IOException {
        Path tree = Unfinished.beside(folder.resolve("run"));
        Files.createDirectory(tree);
        Files.writeString(tree.resolve("000001.npz"), "half");
        try (WholeFile file = new WholeFile(folder.resolve("a.txt"))) {
            file.out().write('1');
            file.out().flush();
            Unfinished.removeAll();
            try (var left = Files.list(folder)) {
                assertEquals(0, left.count());
            }
        }
    }
}
