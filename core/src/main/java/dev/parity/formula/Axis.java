package dev.parity.formula;

import java.util.Map;

/**
 * A dimension by name: {@code n} of 16 samples.
 *
 * @param size the number of its places, also where an evaluation looks at some of them only
 */
public record Axis(String name, int size) {
    /** What stands along an axis, and what people call its size. */
    private static final Map<String, String[]> KNOWN = Map.ofEntries(
            known("n", "samples", "N"),
            known("t", "times", "T"),
            known("s", "places", "S"),
            known("k", "classes", "C"),
            known("c", "channels", "C"),
            known("i", "inputs", "in"),
            known("o", "outputs", "out"),
            known("m", "elements of a row", "M"),
            known("d", "features", "D"),
            known("v", "tokens", "V"),
            known("h", "rows", "H"),
            known("w", "columns", "W"),
            known("p", "rows of the output", "H'"),
            known("q", "columns of the output", "W'"),
            known("a", "rows of the kernel", "kH"),
            known("b", "columns of the kernel", "kW"),
            known("e", "heads", "heads"),
            known("g", "gates", "gates"),
            known("group", "groups", "groups"));

    public Axis {
        if (size < 0) {
            throw new IllegalArgumentException("axis " + name + " has " + size + " places");
        }
    }

    public static Axis of(String name, int size) {
        return new Axis(name, size);
    }

    private static Map.Entry<String, String[]> known(String name, String word, String symbol) {
        return Map.entry(name, new String[] {word, symbol});
    }

    /** What stands along it, in the plural: samples. */
    public String word() {
        return KNOWN.containsKey(name) ? KNOWN.get(name)[0] : name;
    }

    /** What people call its size: N. */
    public String symbol() {
        return KNOWN.containsKey(name) ? KNOWN.get(name)[1] : "size of " + name;
    }

    /** The same axis with so many places. */
    Axis sized(int places) {
        return new Axis(name, places);
    }
}
