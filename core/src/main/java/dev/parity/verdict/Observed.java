package dev.parity.verdict;

import dev.parity.compare.Comparison;
import dev.parity.nn.Hidden;
import dev.parity.report.Basis;
import dev.parity.report.Waver;
import java.util.List;
import java.util.Optional;

/**
 * All that was seen of a run when a verdict is due, as plain values.
 *
 * @param basis what the verdict was to rest on
 * @param strict whether a run that could not have caught some mistake is inconclusive
 * @param comparison the two sides end to end
 * @param finite whether all is, of what was not compared
 * @param waver where a side did not repeat itself
 * @param hidden what the run could not have caught
 */
public record Observed(
        Basis basis,
        boolean strict,
        Comparison comparison,
        boolean finite,
        AuditSummary audit,
        Optional<Waver> waver,
        List<Hidden> hidden) {}
