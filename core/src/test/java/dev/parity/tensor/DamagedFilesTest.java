package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files cut short at every length and with bytes overwritten: read or refused by a message, never anything else. */
class DamagedFilesTest {
    private static final int DAMAGES = 500;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f8.npy",
                "fortran.npy",
                "version2.npy",
                "scalar.npy",
                "savez.npz",
                "compressed.npz",
                "all.safetensors",
                "images-idx3-ubyte",
                "images-idx3-ubyte.gz"
            })
    void aFileCutShortIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Resource.path(name));
        Path file = folder.resolve(name);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            BadInput e = assertThrows(BadInput.class, () -> readAll(file));
            assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f8.npy",
                "fortran.npy",
                "version2.npy",
                "version3.npy",
                "scalar.npy",
                "all.safetensors",
                "images-idx3-ubyte",
                "images-idx3-ubyte.gz",
                "savetxt.txt"
            })
    void aDamagedFileIsReadOrRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Resource.path(name));
        Random random = new Random(20);
        Path file = folder.resolve(name);
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            Files.write(file, damaged(whole, random));
            refused += isRefused(file) ? 1 : 0;
        }
        assertTrue(refused > DAMAGES / 50, "only " + refused + " damages were noticed");
    }

    /** The archive's checksums leave no third way: what is read is what was written. */
    @ParameterizedTest
    @ValueSource(strings = {"savez.npz", "compressed.npz"})
    void aDamagedArchiveNeverGivesOtherNumbers(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Resource.path(name));
        Map<String, Tensor> right = readAll(Resource.path(name));
        Random random = new Random(20);
        Path file = folder.resolve(name);
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            Files.write(file, damaged(whole, random));
            if (isRefused(file)) {
                refused++;
            } else {
                readAll(file).forEach((key, tensor) -> {
                    if (right.containsKey(key)) {
                        assertTrue(tensor.sameBits(right.get(key)), key);
                    }
                });
            }
        }
        assertTrue(refused > DAMAGES / 2, "only " + refused + " damages were noticed");
    }

    private static boolean isRefused(Path file) {
        try {
            readAll(file);
            return false;
        } catch (BadInput e) {
            assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            return true;
        }
    }

    /** One to three bytes overwritten, half of the time by another bit only. */
    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
        }
        return bytes;
    }

    private static Map<String, Tensor> readAll(Path file) {
        String name = file.toString();
        if (!name.endsWith(".npz") && !name.endsWith(".safetensors")) {
            return Map.of("", TensorFile.read(file, Optional.empty()));
        }
        try (Archive archive = Archive.open(file)) {
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            archive.names().stream()
                    .filter(key -> !key.equals("C64"))
                    .forEach(key -> arrays.put(key, archive.get(key)));
            return arrays;
        }
    }
}
