package dev.parity.compare;

/** The loss of one step on both sides. */
public record LossPair(double reference, double candidate) {
    /** |c - r|. */
    public double abs() {
        return Math.abs(candidate - reference);
    }

    /** |c - r| / |r|; 0 where they are equal. */
    public double rel() {
        return candidate == reference ? 0 : abs() / Math.abs(reference);
    }
}
