package dev.parity.tensor;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names as a message lists them: the first few, and how many more there are, {@code a, b, c and 4 more}. */
public final class FirstFew {
    private FirstFew() {}

    /** @param most how many are named */
    public static String of(Collection<String> names, int most) {
        String first = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() > most ? first + " " + rest(names.size() - most) : first;
    }

    /** {@code and 1,234 more}, for a list that has a line for each. */
    public static String rest(int more) {
        return String.format(Locale.ROOT, "and %,d more", more);
    }
}
