package dev.parity.tensor;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * The word that was probably meant. Distance counts the letters to insert, drop, replace or swap with their
 * neighbour, whatever their case; a word counts as near if that is at most a third of the longer one.
 */
public final class Nearest {
    private Nearest() {}

    /** The known word nearest to the one found, the first of several equally near; empty if none is near. */
    public static Optional<String> nearest(String found, Collection<String> known) {
        String word = found.toLowerCase(Locale.ROOT);
        Optional<String> best = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int allowed = Math.min(least - 1, Math.max(word.length(), candidate.length()) / 3);
            if (Math.abs(word.length() - candidate.length()) <= allowed) {
                int distance = distance(word, candidate.toLowerCase(Locale.ROOT));
                if (distance <= allowed) {
                    best = Optional.of(candidate);
                    least = distance;
                }
            }
        }
        return best;
    }

    /** The end of an error message: {@code ; did you mean "Linear"?}, or nothing if no known word is near. */
    public static String hint(String found, Collection<String> known) {
        return nearest(found, known)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    /** Optimal string alignment; three rows suffice, as a swap looks two rows back. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
