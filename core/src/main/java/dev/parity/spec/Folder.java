package dev.parity.spec;

import dev.parity.tensor.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a spec may read: its own folder and what is below it, and the folders that the user allowed. Symbolic links are
 * followed first, so that none leads outside.
 *
 * @param read what was read there: nothing that is written may take its place
 */
public record Folder(Path spec, List<Path> allowed, List<Path> read) {
    /** More than anybody types; a spec's larger arrays stand in files of their own. */
    private static final int LARGEST = 64 << 20;

    public Folder(Path spec, List<Path> allowed) {
        this(spec, allowed, new ArrayList<>(List.of(spec)));
    }

    /** The file that a field names. */
    Path find(Json name) {
        List<Path> roots = new ArrayList<>();
        roots.add(spec.toAbsolutePath().getParent());
        roots.addAll(allowed);
        boolean outside = false;
        try {
            List<Path> real = new ArrayList<>();
            for (Path root : roots) {
                real.add(root.toRealPath());
            }
            for (Path root : roots) {
                Path file = root.resolve(name.text());
                if (Files.exists(file)) {
                    Path found = file.toRealPath();
                    if (real.stream().anyMatch(found::startsWith)) {
                        read.add(file);
                        return file;
                    }
                    outside = true;
                }
            }
        } catch (InvalidPathException e) {
            throw name.error("\"" + Json.brief(name.text()) + "\" cannot be a file's name", e);
        } catch (IOException e) {
            throw name.error("cannot look for \"" + Json.brief(name.text()) + "\": " + e.getMessage(), e);
        }
        if (outside) {
            throw name.error("\"" + Json.brief(name.text())
                    + "\" lies outside the spec's folder; allow its folder with --data DIR");
        }
        throw name.error("there is no file \"" + Json.brief(name.text()) + "\" in " + roots.get(0));
    }

    /** The spec's bytes. */
    byte[] bytes() {
        if (Files.isDirectory(spec)) {
            throw new BadInput(spec + ": this is a folder; name the spec in it");
        }
        if (!Files.exists(spec)) {
            throw new BadInput(spec + ": there is no such file");
        }
        try (InputStream in = Files.newInputStream(spec)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new BadInput(
                        spec + ": a spec is at most 64 MB long; move its numbers into files of arrays, such as .npy");
            }
            return bytes;
        } catch (AccessDeniedException e) {
            throw new BadInput(spec + ": cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new BadInput(spec + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
