package dev.parity.report;

/**
 * What was audited.
 *
 * @param sites arrays judged
 * @param elements numbers in these
 * @param together of the arrays, judged only together with others that were not recorded
 * @param unjudged of the numbers, too ill-conditioned to be judged, or made of numbers that are not finite
 */
public record Audited(long sites, long elements, long together, long unjudged) {
    public static final Audited NOTHING = new Audited(0, 0, 0, 0);
}
