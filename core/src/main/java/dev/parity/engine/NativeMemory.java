package dev.parity.engine;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Memory outside of Java's heap, where libtorch and ND4J have their arrays, and what they say when there is no more of it. */
public final class NativeMemory {
    /** libtorch's allocator, C++ in general, JavaCPP, and Java's own arrays outside of the heap. */
    private static final Pattern SHORTAGE = Pattern.compile(
            "can't allocate memory|not enough memory: you tried to allocate|std::bad_alloc|Cannot allocate memory"
                    + "|Cannot allocate new \\w+|Failed to allocate|Cannot reserve \\d+ bytes of direct|native thread");

    private static final Pattern WANTED = Pattern.compile("(?:tried to allocate|Cannot reserve) (\\d+) bytes");

    private NativeMemory() {}

    /** What to tell the user, if what was thrown means that the system had no memory left for a native library. */
    public static Optional<String> shortage(Throwable thrown) {
        return Stream.iterate(Optional.of(thrown), Optional::isPresent, t -> t.map(Throwable::getCause))
                .flatMap(Optional::stream)
                .limit(20)
                .map(t -> String.valueOf(t.getMessage()))
                .filter(message -> SHORTAGE.matcher(message).find())
                .findFirst()
                .map(message -> "out of native memory" + wanted(message)
                        + "; the arrays of libtorch and ND4J lie beside Java's own, and the system has no room left for them: close other"
                        + " programs, allow the process more (ulimit -v, a container's limit), give Java less (PARITY_HEAP=1g), or"
                        + " train on smaller batches");
    }

    private static String wanted(String message) {
        Matcher bytes = WANTED.matcher(message);
        return bytes.find()
                ? String.format(Locale.ROOT, " (%,d MB were asked for at once)", Long.parseLong(bytes.group(1)) >> 20)
                : "";
    }
}
