package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void appearsWhenItIsWhole() throws IOException {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, out -> {
            out.write('1');
            out.flush();
            assertFalse(Files.exists(file));
        });
        assertEquals("1", Files.readString(file));
        WholeFile.write(file, out -> out.write('2'));
        assertEquals("2", Files.readString(file));
        assertEquals(Set.of("a.txt"), names());
    }

    @Test
    void leavesTheOldFileWhenWritingFails() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        assertThrows(
                IllegalStateException.class,
                () -> WholeFile.write(file, out -> {
                    out.write('1');
                    throw new IllegalStateException();
                }));
        Unwritable e = assertThrows(
                Unwritable.class,
                () -> WholeFile.write(file, out -> {
                    throw new IOException("disk full");
                }));
        assertEquals(file + ": cannot be written: disk full", e.getMessage());
        assertEquals("old", Files.readString(file));
        assertEquals(Set.of("a.txt"), names());
    }

    @Test
    void writesThroughALink() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        WholeFile.write(link, out -> out.write('1'));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("1", Files.readString(file));
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        Path nowhere = folder.resolve("no/such/a.txt");
        assertEquals(
                nowhere + ": cannot be written: its folder does not exist",
                assertThrows(Unwritable.class, () -> WholeFile.write(nowhere, out -> {}))
                        .getMessage());
        assertEquals(
                folder + ": cannot be written: it is a folder; name a file in it",
                assertThrows(Unwritable.class, () -> WholeFile.write(folder, out -> {}))
                        .getMessage());
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
