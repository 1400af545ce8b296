package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"savez.npz", "compressed.npz"})
    void readsWhatNumpyWrites(String file) {
        try (Npz npz = Npz.read(Resource.path(file))) {
            assertEquals(List.of("1/forward/fc1/y", "1/loss/loss/value", "1/data/y"), List.copyOf(npz.names()));
            assertTrue(npz.get("1/data/y").sameBits(Tensor.of(Shape.of(3), 3L, 1, 2)));
            assertTrue(npz.get("1/loss/loss/value").sameBits(Tensor.scalar(0.1)));
            assertTrue(npz.get("1/forward/fc1/y").sameBits(Tensor.fill(DType.FLOAT32, Shape.of(2, 3), i -> i / 4.0)));
            assertEquals(npz.names(), npz.all().keySet());
        }
    }

    @Test
    void readsAnArchiveWithoutArrays() {
        try (Npz npz = Npz.read(Resource.path("none.npz"))) {
            assertEquals(Set.of(), npz.names());
        }
    }

    @Test
    void keepsArraysAndTheirOrder() throws IOException {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("2/gradient/fc1/weight", Tensor.fill(DType.FLOAT64, Shape.of(300, 70), i -> Math.sin(i)));
        arrays.put("1/data/x", Tensor.fill(DType.INT64, Shape.of(0, 3), i -> i));
        arrays.put("größe", Tensor.fill(DType.FLOAT32, Shape.scalar(), i -> 1.5));
        Path file = folder.resolve("trace.npz");
        Npz.write(file, arrays);
        byte[] once = Files.readAllBytes(file);
        try (Npz npz = Npz.read(file)) {
            Map<String, Tensor> read = npz.all();
            assertEquals(List.copyOf(arrays.keySet()), List.copyOf(read.keySet()));
            arrays.forEach((name, tensor) -> assertTrue(tensor.sameBits(read.get(name)), name));
        }
        Npz.write(file, arrays);
        assertArrayEquals(once, Files.readAllBytes(file), "the same arrays give the same bytes");
        assertEquals(List.of(file), files());
    }

    @Test
    void leavesNothingBehindWhenAbandoned() throws IOException {
        Path file = folder.resolve("trace.npz");
        try (NpzWriter writer = new NpzWriter(file)) {
            writer.put("a", Tensor.scalar(1));
            assertFalse(Files.exists(file));
        }
        assertEquals(List.of(), files());
    }

    @Test
    void suggestsTheNameThatWasMeant() {
        try (Npz npz = Npz.read(Resource.path("savez.npz"))) {
            BadInput near = assertThrows(BadInput.class, () -> npz.get("1/forward/fc2/y"));
            assertTrue(near.getMessage().endsWith("; did you mean \"1/forward/fc1/y\"?"), near.getMessage());
            BadInput far = assertThrows(BadInput.class, () -> npz.get("weight"));
            assertTrue(far.getMessage().endsWith("it holds \"1/forward/fc1/y\", \"1/loss/loss/value\", \"1/data/y\""));
        }
    }

    @Test
    void passesOverWhatIsNoArrayAndRefusesArchivesOfNothingElse() throws IOException {
        Path file = folder.resolve("a.npz");
        zip(file, "notes.txt", "a.npy");
        try (Npz npz = Npz.read(file)) {
            assertEquals(Set.of("a"), npz.names());
        }
        zip(file, "notes.txt");
        assertTrue(
                assertThrows(BadInput.class, () -> Npz.read(file)).getMessage().contains("without a single .npy"));
        BadInput torch = assertThrows(BadInput.class, () -> Npz.read(Resource.path("checkpoint.pt")));
        assertTrue(torch.getMessage().contains("PyTorch checkpoint"), torch.getMessage());
    }

    @Test
    void refusesADamagedNumber() throws IOException {
        byte[] bytes = Files.readAllBytes(Resource.path("savez.npz"));
        bytes[200] ^= 1; // within the numbers of the first array
        Path file = folder.resolve("a.npz");
        Files.write(file, bytes);
        try (Npz npz = Npz.read(file)) {
            BadInput e = assertThrows(BadInput.class, () -> npz.get("1/forward/fc1/y"));
            assertEquals(
                    file + ": \"1/forward/fc1/y\": is damaged: its checksum is not the one that the archive gives",
                    e.getMessage());
        }
    }

    @Test
    void saysWhatAFileLooksLikeInstead() {
        BadInput e = assertThrows(BadInput.class, () -> Npz.read(Resource.path("f8.npy")));
        assertTrue(e.getMessage().endsWith("is not a zip archive (as .npz is); it looks like a NumPy array (.npy)"));
    }

    private static void zip(Path file, String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                Npy.write(zip, Tensor.scalar(1));
                zip.closeEntry();
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
