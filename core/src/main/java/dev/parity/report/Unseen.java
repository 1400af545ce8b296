package dev.parity.report;

/**
 * A mistake that this run could not have caught.
 *
 * @param what would have stayed hidden, and behind what
 * @param change to the spec with which it would show
 */
public record Unseen(String what, String change) {
    public Unseen {
        if (what.isBlank() || change.isBlank()) {
            throw new IllegalArgumentException(
                    "say what could not be seen and what to change: " + what + "; " + change);
        }
    }
}
