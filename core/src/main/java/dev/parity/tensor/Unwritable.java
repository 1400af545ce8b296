package dev.parity.tensor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file could not be written: no place, no permission, no space. The message says which and why; it is nobody's bug. */
public final class Unwritable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    public Unwritable(Path file, String reason) {
        super(Printable.line(file + ": cannot be written: " + reason));
        this.reason = reason;
    }

    public Unwritable(Path file, IOException cause) {
        this(file, reason(cause));
        initCause(cause);
    }

    /** The same, of the file that the user named. */
    public Unwritable at(Path file) {
        Unwritable there = new Unwritable(file, reason);
        there.initCause(this);
        return there;
    }

    /** A file system's exceptions often have a path for a message, and the reason only in their name. */
    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission to write there";
        }
        return cause instanceof FileSystemException e && e.getReason() != null
                ? e.getReason()
                : String.valueOf(cause.getMessage());
    }
}
