package dev.parity.report;

import dev.parity.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One of the two sides.
 *
 * @param engine as on the command line: {@code torch}, {@code handwritten}, {@code trace:run.npz}
 * @param version of what computed; empty where it is not known
 * @param threads that it computed with; 0 where it is not known
 * @param alone steps that it alone has, and that were passed over
 */
public record Side(String engine, String version, DType dtype, int threads, List<Integer> alone) {
    public Side {
        alone = List.copyOf(alone);
        if (threads < 0) {
            throw new IllegalArgumentException("a side cannot run on " + threads + " threads");
        }
    }

    /** All of whose steps were compared. */
    public Side(String engine, String version, DType dtype, int threads) {
        this(engine, version, dtype, threads, List.of());
    }

    /** Those steps in words, such as {@code steps 3 to 5}. */
    public Optional<String> passedOver() {
        return alone.isEmpty() ? Optional.empty() : Optional.of(steps(alone));
    }

    /** Steps by their numbers, first and last where all between are among them. */
    private static String steps(List<Integer> numbers) {
        List<Integer> sorted = List.copyOf(new TreeSet<>(numbers));
        int first = sorted.get(0);
        int last = sorted.get(sorted.size() - 1);
        if (sorted.size() == 1) {
            return "step " + first;
        }
        return last - first + 1 == sorted.size()
                ? "steps " + first + " to " + last
                : sorted.size() + " steps from " + first + " to " + last;
    }

    /** Engine and version, as in {@code torch 2.7.1}; of a trace, what recorded it. */
    public String title() {
        String by = engine.startsWith("trace:") ? ", recorded by " : " ";
        return version.isEmpty() ? engine : engine + by + version;
    }
}
