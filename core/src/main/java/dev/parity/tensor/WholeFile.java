package dev.parity.tensor;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: it is written beside its place under a temporary name ({@link Unfinished}), and
 * {@link #commit} renames it. Closed without that, it leaves what was there before. A device or a pipe, such as
 * {@code /dev/stdout}, is written straight away.
 *
 * <p>What cannot be written is an {@link Unwritable}.
 */
public final class WholeFile implements AutoCloseable {
    private final Path file;
    private final Path target;
    private final Path temporary;
    private final OutputStream out;

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    public WholeFile(Path file) {
        this.file = file;
        try {
            if (Files.isDirectory(file)) {
                throw new Unwritable(file, "it is a folder; name a file in it");
            }
            boolean device = Files.exists(file) && !Files.isRegularFile(file);
            // A link stays a link: what it points to is replaced.
            this.target = Files.isRegularFile(file) ? file.toRealPath() : file;
            this.temporary = device ? target : Unfinished.beside(target);
            this.out = new BufferedOutputStream(
                    device
                            ? Files.newOutputStream(file, StandardOpenOption.WRITE)
                            : Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    1 << 16);
        } catch (IOException e) {
            throw new Unwritable(file, e);
        }
    }

    public static void write(Path file, Content content) {
        try (WholeFile whole = new WholeFile(file)) {
            content.writeTo(whole.out());
            whole.commit();
        } catch (IOException e) {
            throw new Unwritable(file, e);
        }
    }

    /** Says that a file could not be written, before what is to go into it is computed. Nothing is left behind. */
    public static void tryOut(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            if (!Files.isWritable(file)) { // to open a pipe would wait for its reader
                throw new Unwritable(file, "no permission to write there");
            }
            return;
        }
        new WholeFile(file).close();
    }

    public OutputStream out() {
        return out;
    }

    /** Puts the file in its place. */
    public void commit() {
        try {
            out.close();
            if (temporary != target) {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new Unwritable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            // The buffer's rest had no place; commit, which closes first, has said so, or nobody wanted the file.
        }
        try {
            if (temporary != target) {
                Unfinished.done(temporary);
            }
        } catch (IOException e) {
            throw new Unwritable(file, e);
        }
    }
}
