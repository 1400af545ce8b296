package dev.parity.spec;

import dev.parity.tensor.Shape;
import java.util.Locale;
import java.util.function.Function;

/** Refuses what would not fit into memory before anything of it is allocated. */
final class Memory {
    private Memory() {}

    static void refuse(Shape shape, Function<String, RuntimeException> error) {
        long bytes = 8L * shape.size();
        long most = Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw error.apply(String.format(
                    Locale.ROOT,
                    "an array of shape %s takes %.1f GB of memory, and there are %.1f GB in all; PARITY_HEAP=16g allows 16 GB",
                    shape,
                    bytes / 1e9,
                    most / 1e9));
        }
    }
}
