package dev.parity.tensor;

import java.util.Locale;
import java.util.function.Supplier;

/** Memory for what a file promises, refused before Java runs out of it. */
final class Heap {
    private Heap() {}

    /**
     * Makes an array of so many bytes.
     *
     * @throws BadInput if that is more than Java may use at all, or more than is free
     */
    static <T> T allocate(String file, long bytes, Supplier<T> array) {
        if (bytes < Runtime.getRuntime().maxMemory()) {
            try {
                return array.get();
            } catch (OutOfMemoryError e) {
                // One allocation failed and left nothing behind, so the message below can still be made.
            }
        }
        throw new BadInput(String.format(
                Locale.ROOT,
                "%s: needs %.1f MB of memory, but Java has %.1f MB for everything; allow more with -Xmx",
                file,
                bytes / 1e6,
                Runtime.getRuntime().maxMemory() / 1e6));
    }
}
