package dev.parity.report;

/** What was run, by whom, and how long it took. */
public record Run(Subject subject, Side reference, Side candidate, Timing timing) {}
