package dev.parity.report;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run.
 *
 * @param audit where errors are made
 * @param unseen what this run could not have caught
 * @param warnings what a reader should know before the figures, a sentence each
 * @param comparison the two sides end to end
 */
public record Report(
        Run run, Judgement judgement, Audit audit, List<Unseen> unseen, List<String> warnings, Comparison comparison) {
    public Report {
        unseen = List.copyOf(unseen);
        warnings = List.copyOf(warnings);
    }

    public Verdict verdict() {
        return judgement.verdict();
    }

    /** Where the first wrong number is made. */
    public Optional<Compared> first() {
        return judgement.first();
    }

    /** The first mismatch end to end, which may lie after the place where the error is made. */
    public Optional<Compared> seen() {
        return comparison.first();
    }
}
