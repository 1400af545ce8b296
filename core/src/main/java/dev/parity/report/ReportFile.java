package dev.parity.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a report whole or not at all: to a temporary file beside it, which then takes its name. */
public final class ReportFile {
    private ReportFile() {}

    /** What writes the bytes. */
    public interface Content {
        void to(OutputStream out) throws IOException;
    }

    public static void write(Path path, Content content) {
        try {
            if (Files.isDirectory(path)) {
                throw new UnwritableReport(path, "it is a folder; name a file in it");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                // a pipe or a device such as /dev/stdout is written to, never replaced
                fill(path, content, StandardOpenOption.WRITE);
                return;
            }
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            if (!Files.isDirectory(target.getParent())) {
                throw new UnwritableReport(path, "there is no folder " + target.getParent());
            }
            replace(target, content);
        } catch (IOException e) {
            throw new UnwritableReport(path, e);
        }
    }

    private static void replace(Path target, Content content) throws IOException {
        String name = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
        Path temporary = target.resolveSibling(name);
        try {
            fill(
                    temporary,
                    content,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void fill(Path path, Content content, StandardOpenOption... options) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path, options))) {
            content.to(out);
        }
    }
}
