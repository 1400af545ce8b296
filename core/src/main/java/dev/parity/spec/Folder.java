package dev.parity.spec;

import dev.parity.tensor.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a spec may read: its own folder and what is below it, and the folders that the user allowed. Symbolic links are
 * followed first, so that none leads outside.
 */
public record Folder(Path spec, List<Path> allowed) {
    /** The file that a field names. */
    Path find(Json name) {
        List<Path> roots = new ArrayList<>();
        roots.add(spec.toAbsolutePath().getParent());
        roots.addAll(allowed);
        boolean outside = false;
        for (Path root : roots) {
            try {
                Path file = root.resolve(name.text());
                if (Files.exists(file)) {
                    Path real = file.toRealPath();
                    if (real.startsWith(root.toRealPath())) {
                        return file;
                    }
                    outside = true;
                }
            } catch (InvalidPathException | IOException e) {
                throw name.error("\"" + name.text() + "\" is not a file name: " + e.getMessage(), e);
            }
        }
        if (outside) {
            throw name.error("\"" + name.text() + "\" lies outside the spec's folder; allow its folder with --data DIR");
        }
        throw name.error("there is no file \"" + name.text() + "\" in " + roots.get(0));
    }

    /** The spec's bytes. */
    byte[] read() {
        if (Files.isDirectory(spec)) {
            throw new BadInput(spec + ": this is a folder; name the spec in it");
        }
        if (!Files.exists(spec)) {
            throw new BadInput(spec + ": there is no such file");
        }
        try {
            return Files.readAllBytes(spec);
        } catch (IOException e) {
            throw new BadInput(spec + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
