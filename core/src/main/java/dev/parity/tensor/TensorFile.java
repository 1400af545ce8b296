package dev.parity.tensor;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The front door to arrays in files. The name's ending says what a file is held to be: {@code .npy}, {@code .npz},
 * {@code .safetensors}, {@code .csv}, {@code .tsv}, {@code .txt}, and for IDX {@code .idx}, {@code -ubyte} and
 * {@code .gz}. A name with another ending leaves it to the content.
 */
public final class TensorFile {
    private static final Map<String, FileKind> ENDINGS = Map.of(
            ".npy", FileKind.NPY,
            ".npz", FileKind.ZIP,
            ".safetensors", FileKind.SAFETENSORS,
            ".idx", FileKind.IDX,
            "ubyte", FileKind.IDX,
            ".gz", FileKind.GZIP,
            ".csv", FileKind.TEXT,
            ".tsv", FileKind.TEXT,
            ".txt", FileKind.TEXT);

    private TensorFile() {}

    /**
     * Reads one array.
     *
     * @param key its name in a file that holds several; one that holds a single array needs none
     */
    public static Tensor read(Path file, Optional<String> key) {
        FileKind kind = kind(file);
        return switch (kind) {
            case NPY -> only(file, key, Npy::read);
            case IDX, GZIP -> only(file, key, Idx::read);
            case TEXT, EMPTY -> only(file, key, Csv::read);
            case ZIP, SAFETENSORS -> {
                try (Archive archive = Archive.open(file)) {
                    yield archive.get(key.orElseGet(() -> onlyName(file, archive)));
                }
            }
            default ->
                throw new BadInput(
                        file + ": is " + kind + "; arrays are read from .npy, .npz, .safetensors, IDX and CSV files");
        };
    }

    /** What a file is held to be. */
    static FileKind kind(Path file) {
        Optional<ForeignFile> foreign = ForeignFile.of(file.toString());
        if (foreign.isPresent()) {
            FileKind content = content(file);
            if (!foreign.get().reads(content)) {
                throw new BadInput(
                        file + ": " + ForeignFile.remedy(file.toString()).orElseThrow());
            }
            return content;
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (Map.Entry<String, FileKind> ending : ENDINGS.entrySet()) {
            if (name.endsWith(ending.getKey())) {
                return ending.getValue();
            }
        }
        return content(file);
    }

    private static FileKind content(Path file) {
        try (Input in = Input.open(file)) {
            return FileKind.of(in.peek());
        }
    }

    private static Tensor only(Path file, Optional<String> key, Function<Path, Tensor> read) {
        Tensor tensor = read.apply(file);
        if (key.isPresent()) {
            throw new BadInput(file + ": holds one array, which has no name; leave out the key \"" + key.get() + "\"");
        }
        return tensor;
    }

    private static String onlyName(Path file, Archive archive) {
        if (archive.names().size() == 1) {
            return archive.names().iterator().next();
        }
        throw new BadInput(
                file + ": holds " + archive.names().size() + " arrays; choose one by its key: " + archive.listed());
    }
}
