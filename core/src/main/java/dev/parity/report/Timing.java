package dev.parity.report;

/**
 * What a run took, in seconds of wall time.
 *
 * @param reference spent in the reference's engine
 * @param candidate spent in the candidate's engine
 * @param peakMemory largest resident memory of the process, in bytes; 0 where it is not known
 */
public record Timing(
        double reference, double candidate, double comparing, double auditing, double total, long peakMemory) {}
