package dev.parity.compare;

import java.util.Locale;

/** The answer. */
public enum Verdict {
    /** All that was compared is within the tolerance, and enough was compared. */
    AGREES,
    /** Something is outside the tolerance. */
    DIVERGES,
    /** Nothing is outside the tolerance, and not enough was compared to say more. */
    INCONCLUSIVE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
