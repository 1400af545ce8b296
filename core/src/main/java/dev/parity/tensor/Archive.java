package dev.parity.tensor;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file that holds several arrays, each under a name. An array is read when it is asked for, and not kept. */
public abstract sealed class Archive implements AutoCloseable permits Npz, Safetensors {
    private static final int LISTED = 20;

    final Path file;

    Archive(Path file) {
        this.file = file;
    }

    /** Opens an {@code .npz} or {@code .safetensors} file. */
    public static Archive open(Path file) {
        FileKind kind = TensorFile.kind(file);
        return switch (kind) {
            case ZIP -> Npz.read(file);
            case SAFETENSORS -> Safetensors.read(file);
            default ->
                throw new BadInput(
                        file + ": is " + kind + "; arrays with names are read from .npz and .safetensors files");
        };
    }

    /** The names, in the order of the file. */
    public abstract Set<String> names();

    /** The array of that name. */
    public final Tensor get(String name) {
        if (!names().contains(name)) {
            String hint = Nearest.hint(name, names());
            String instead = hint.isEmpty() ? "; it holds " + listed() : hint;
            throw new BadInput(file + ": has no array \"" + name + "\"" + instead);
        }
        return read(name);
    }

    /** All arrays, in the order of the file. */
    public final Map<String, Tensor> all() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        names().forEach(name -> all.put(name, read(name)));
        return all;
    }

    @Override
    public abstract void close();

    /** Reads the array of a name that there is. */
    abstract Tensor read(String name);

    /** The names as a message lists them, only the first of very many. */
    final String listed() {
        List<String> quoted = names().stream().map(n -> "\"" + n + "\"").toList();
        return quoted.isEmpty() ? "none" : FirstFew.of(quoted, LISTED);
    }
}
