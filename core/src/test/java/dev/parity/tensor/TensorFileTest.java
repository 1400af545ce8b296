package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f8.npy               | w.npy                   | float64(2, 3)",
                "f8.npy               | W.NPY                   | float64(2, 3)",
                "f8.npy               | weights                 | float64(2, 3)",
                "images-idx3-ubyte    | train-images-idx3-ubyte | int64(2, 3, 4)",
                "images-idx3-ubyte    | train-images.idx3-ubyte | int64(2, 3, 4)",
                "images-idx3-ubyte    | train.images            | int64(2, 3, 4)",
                "images-idx3-ubyte.gz | train-images-idx3-ubyte | int64(2, 3, 4)",
                "images-idx3-ubyte.gz | images.gz               | int64(2, 3, 4)",
                "images-idx3-ubyte.gz | images                  | int64(2, 3, 4)",
                "savetxt.txt          | a.txt                   | float64(2, 2)",
                "savetxt.txt          | a.dat                   | float64(2, 2)"
            })
    void choosesByNameAndContent(String resource, String name, String expected) throws IOException {
        Path file = Files.copy(Resource.path(resource), folder.resolve(name));
        assertEquals(expected, TensorFile.read(file, Optional.empty()).toString());
        assertEquals(
                file + ": holds one array, which has no name; leave out the key \"a\"",
                assertThrows(BadInput.class, () -> TensorFile.read(file, Optional.of("a")))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.npz", "a.safetensors", "a"})
    void readsOneOfSeveral(String name) {
        Path file = folder.resolve(name);
        Map<String, Tensor> one = Map.of("fc1.weight", Tensor.scalar(7));
        if (name.endsWith(".npz")) {
            Npz.write(file, one);
        } else {
            Safetensors.write(file, one);
        }
        assertEquals(7, TensorFile.read(file, Optional.empty()).get(0));
        assertEquals(7, TensorFile.read(file, Optional.of("fc1.weight")).get(0));
        assertEquals(
                file + ": has no array \"fc1.wieght\"; did you mean \"fc1.weight\"?",
                assertThrows(BadInput.class, () -> TensorFile.read(file, Optional.of("fc1.wieght")))
                        .getMessage());
    }

    @Test
    void listsTheKeysToChooseFrom() {
        Path file = Resource.path("savez.npz");
        assertEquals(
                file + ": holds 3 arrays; choose one by its key: "
                        + "\"1/forward/fc1/y\", \"1/loss/loss/value\", \"1/data/y\"",
                assertThrows(BadInput.class, () -> TensorFile.read(file, Optional.empty()))
                        .getMessage());
        Path none = Resource.path("none.npz");
        assertEquals(
                none + ": holds 0 arrays; choose one by its key: none",
                assertThrows(BadInput.class, () -> TensorFile.read(none, Optional.empty()))
                        .getMessage());
    }

    @Test
    void listsOnlyTheFirstOfVeryMany() {
        Path file = folder.resolve("many.npz");
        Npz.write(file, IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "a" + i, i -> Tensor.scalar(i))));
        String message = assertThrows(BadInput.class, () -> TensorFile.read(file, Optional.empty()))
                .getMessage();
        assertTrue(message.startsWith(file + ": holds 50 arrays") && message.endsWith("and 30 more"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "savetxt.txt     | w.npy         | is not a NumPy array (.npy); it looks like text",
                "savetxt.txt     | w.npz         | is not a zip archive (as .npz is); it looks like text",
                "savetxt.txt     | w.safetensors | is not a safetensors file; it looks like text",
                "savetxt.txt     | w.idx         | is not an IDX file; it looks like text",
                "all.safetensors | w.csv         | is not text; it looks like a safetensors file",
                "f8.npy          | w.gz          | is not an IDX file; it looks like a NumPy array (.npy)",
                "savez.npz       | w.npy         | is not a NumPy array (.npy); it looks like a zip archive"
            })
    void refusesAFileThatIsNotWhatItsNameSays(String resource, String name, String message) throws IOException {
        Path file = Files.copy(Resource.path(resource), folder.resolve(name));
        String found = assertThrows(BadInput.class, () -> TensorFile.read(file, Optional.empty()))
                .getMessage();
        assertTrue(found.startsWith(file + ": " + message), found);
    }

    @Test
    void saysWhatAnUnknownFileLooksLike() throws IOException {
        Path file = folder.resolve("model.h5");
        Files.write(file, new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n'});
        Path plain = Files.write(folder.resolve("model"), Files.readAllBytes(file));
        assertMessage(plain, "is an HDF5 file; arrays are read from .npy, .npz, .safetensors, IDX and CSV files");
        Files.write(plain, new byte[] {(byte) 0x80, 4, (byte) 0x95});
        assertMessage(plain, "is a Python pickle; arrays are read from .npy, .npz, .safetensors, IDX and CSV files");
        assertEquals(
                plain + ": is a Python pickle; arrays with names are read from .npz and .safetensors files",
                assertThrows(BadInput.class, () -> Archive.open(plain)).getMessage());
        Path pointer = Files.writeString(folder.resolve("w.npy"), "version https://git-lfs.github.com/spec/v1\n");
        assertMessage(
                pointer,
                "is not a NumPy array (.npy); it looks like a Git LFS pointer, "
                        + "which stands for a file that was not fetched (git lfs pull)");
    }

    /** Of each the line of Python that makes one that is read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.mat | is a MATLAB file, which is not read here; this line of Python makes a file of it that is: numpy.save(\"a.npy\", scipy.io.loadmat(\"a.mat\")[\"NAME\"])",
                "b.png | is a picture, which is not read here; this line of Python makes a file of it that is: numpy.save(\"b.npy\", numpy.asarray(PIL.Image.open(\"b.png\")))",
                "B.JPG | is a picture",
                "c.parquet | numpy.save(\"c.npy\", pandas.read_parquet(\"c.parquet\").to_numpy())",
                "d.bin | is raw numbers without a word of their type and shape",
                "e.csv.gz | numpy.save(\"e.npy\", pandas.read_csv(\"e.csv.gz\").to_numpy())",
                "f.h5 | h5py.File(\"f.h5\")[\"NAME\"][:]",
                "g.xlsx | pandas.read_excel(\"g.xlsx\")",
                "h.pt | safetensors.torch.save_file(torch.load(\"h.pt\"), \"h.safetensors\")",
                "i.pkl | pickle.load(open(\"i.pkl\", \"rb\"))",
            })
    void saysHowToConvertWhatIsNotRead(String name, String message) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, new byte[] {0x50, 1, 2, 3, (byte) 0xff, 0, 7});
        String found = assertThrows(BadInput.class, () -> TensorFile.read(file, Optional.empty()))
                .getMessage();
        assertTrue(found.startsWith(file + ": is ") && found.contains(message), found);
        assertEquals(
                found, assertThrows(BadInput.class, () -> Archive.open(file)).getMessage());
    }

    @Test
    void readsAnArrayUnderAnotherEnding() throws IOException {
        Path file = Files.copy(Resource.path("f8.npy"), folder.resolve("numbers.bin"));
        assertEquals("float64(2, 3)", TensorFile.read(file, Optional.empty()).toString());
    }

    @Test
    void refusesWhatIsNotThere() {
        for (String name : new String[] {"a.npy", "a.npz", "a.safetensors", "a.idx", "a.gz", "a.csv", "a"}) {
            assertMessage(folder.resolve(name), "there is no such file");
        }
        assertMessage(folder, "is a folder; name a file in it");
    }

    private static void assertMessage(Path file, String message) {
        assertEquals(
                file + ": " + message,
                assertThrows(BadInput.class, () -> TensorFile.read(file, Optional.empty()))
                        .getMessage());
    }
}
