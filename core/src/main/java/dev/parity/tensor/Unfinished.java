package dev.parity.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files and folders that are being written, under hidden names beside their place: {@code .NAME.PROCESS-N.parity.part}. They go when the
 * process is interrupted ({@link #removeAll}); what one leaves that was killed goes when the next writes into the same folder.
 */
public final class Unfinished {
    private static final Pattern NAME = Pattern.compile("\\..*\\.(\\d{1,18})-\\d+\\.parity\\.part", Pattern.DOTALL);

    private static final AtomicLong COUNT = new AtomicLong();
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

    private Unfinished() {}

    /** A name for what is to become {@code target}. */
    public static Path beside(Path target) {
        Path whole = target.toAbsolutePath();
        if (SWEPT.add(whole.getParent())) {
            sweep(whole.getParent());
        }
        Path hidden = whole.resolveSibling("." + whole.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + ".parity.part");
        OPEN.add(hidden);
        return hidden;
    }

    /** It has its own name now, or is to go. */
    public static void done(Path hidden) throws IOException {
        OPEN.remove(hidden);
        delete(hidden);
    }

    /** Removes whatever this process has not finished, as well as it can: the process is about to end. */
    public static void removeAll() {
        OPEN.forEach(Unfinished::tryToDelete);
    }

    private static void sweep(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(Unfinished::isLeft).toList().forEach(Unfinished::tryToDelete);
        } catch (IOException | UncheckedIOException e) {
            // It is not there or not ours to look into, which whoever writes there will say.
        }
    }

    private static boolean isLeft(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static void tryToDelete(Path hidden) {
        try {
            delete(hidden);
        } catch (IOException | UncheckedIOException e) {
            // Somebody else's, or on a disk that has gone; the next run tries again.
        }
    }

    private static void delete(Path hidden) throws IOException {
        if (!Files.isDirectory(hidden)) {
            Files.deleteIfExists(hidden);
            return;
        }
        List<Path> inside;
        try (Stream<Path> all = Files.walk(hidden)) {
            inside = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : inside) {
            Files.deleteIfExists(file);
        }
    }
}
