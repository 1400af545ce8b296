package dev.parity.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A report could not be written; the message says which and why. */
public final class UnwritableReport extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnwritableReport(Path path, String reason) {
        super("cannot write the report " + path + ": " + reason);
    }

    UnwritableReport(Path path, IOException cause) {
        super("cannot write the report " + path + ": " + reason(cause), cause);
    }

    /** A file system's exceptions often have a path for a message, and the reason only in their name. */
    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException e && e.getReason() != null) {
            return e.getReason();
        }
        if (cause instanceof AccessDeniedException) {
            return "no permission to write there";
        }
        return cause instanceof FileSystemException ? cause.toString() : String.valueOf(cause.getMessage());
    }
}
