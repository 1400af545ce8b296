package dev.parity.audit.judge;

/**
 * Whether an array leans one way: with d = c - e, the sums over its elements that tell a steady bias, c = (1 + slope) e, from rounding,
 * which leans neither way.
 *
 * @param elements that were added up
 * @param along Σ d e
 * @param off Σ d²
 * @param size Σ e²
 */
public record Trend(long elements, double along, double off, double size) {
    public static final Trend NONE = new Trend(0, 0, 0, 0);

    /** With what later steps show. */
    public Trend plus(Trend more) {
        return new Trend(elements + more.elements, along + more.along, off + more.off, size + more.size);
    }

    /** The share by which the whole array is off, by least squares. */
    public double slope() {
        return along / size;
    }

    /** How much of the difference that share explains, from -1 to 1. */
    public double correlation() {
        return along / Math.sqrt(off * size);
    }
}
