package dev.parity.cli;

import dev.parity.engine.EngineChoice;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a command is to write, each place under the words that ask for it. They are tried before anything is computed, no two are one file, and
 * none is a file that the command reads: not under another spelling, nor through a link.
 */
final class Outputs {
    private final Map<String, Path> places = new LinkedHashMap<>();

    Outputs(Map<String, Path> places) {
        places.forEach((words, path) -> {
            this.places.forEach((others, other) -> {
                if (same(path, other)) {
                    throw new BadInput(words + ": is written by " + others + " too; name another file");
                }
            });
            this.places.put(words, path);
        });
    }

    /** Refuses a place where nothing can be written. */
    void tryOut() {
        places.values().forEach(WholeFile::tryOut);
    }

    /** Refuses a place where something lies that is read. */
    void spare(List<Path> read) {
        places.forEach((words, path) -> {
            for (Path file : files(read)) {
                if (same(path, file)) {
                    throw new BadInput(words + ": would overwrite " + file + ", which is read; name another file");
                }
            }
        });
    }

    /** The file or folder that a recorded side is read from. */
    static List<Path> read(String... engines) {
        return Stream.of(engines)
                .map(EngineChoice::of)
                .flatMap(choice -> choice.reads().stream())
                .toList();
    }

    /** Of a folder, the traces in it: a report may lie beside them. */
    private static List<Path> files(List<Path> read) {
        List<Path> files = new ArrayList<>();
        for (Path path : read) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.list(path)) {
                inside.filter(f -> f.toString().matches("(?is).*\\.(npz|safetensors)"))
                        .forEach(files::add);
            } catch (IOException e) {
                throw new BadInput(path + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return files;
    }

    private static boolean same(Path a, Path b) {
        try {
            if (Files.exists(a) && Files.exists(b)) {
                return Files.isRegularFile(a) && Files.isSameFile(a, b); // two reports may share a device
            }
            return place(a).equals(place(b));
        } catch (IOException e) {
            return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
        }
    }

    /** Where a file would appear that is not there yet. */
    private static Path place(Path path) throws IOException {
        Path whole = path.toAbsolutePath();
        return Files.exists(whole)
                ? whole.toRealPath()
                : whole.getParent().toRealPath().resolve(whole.getFileName());
    }
}
