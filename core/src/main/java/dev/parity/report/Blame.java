package dev.parity.report;

import java.util.Locale;

/** Whose number is wrong. */
public enum Blame {
    CANDIDATE,
    REFERENCE,
    BOTH;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of two failures of one array, what is to be said of both. */
    Blame and(Blame other) {
        return this == other ? this : BOTH;
    }
}
