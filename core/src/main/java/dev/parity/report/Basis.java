package dev.parity.report;

/** What a verdict rests on. */
public enum Basis {
    AUDIT("the audit: each array within 45 standard deviations of what rounding does to it"),
    AUDIT_ONLY("the audit alone, as the command line asks: the free runs were not compared"),
    START("the start, which is compared bit for bit: weights, data and masks"),
    SPEC_TOLERANCE("the tolerance that the spec fixes, end to end"),
    ASKED_TOLERANCE("the tolerance that the command line fixes, end to end"),
    END_TO_END_ONLY("the tolerance, end to end, as the command line asks: nothing was audited"),
    NUMERIC("the tolerance, end to end: central differences are too coarse to be audited"),
    SHAPES("the tolerance, end to end: an array of another shape than the network gives it cannot be audited"),
    TRACES("the tolerance, end to end: two traces without a spec cannot be audited");

    private final String words;

    Basis(String words) {
        this.words = words;
    }

    /** As the end of a sentence that begins with "decided by". */
    public String words() {
        return words;
    }

    @Override
    public String toString() {
        return Dashed.of(this);
    }
}
