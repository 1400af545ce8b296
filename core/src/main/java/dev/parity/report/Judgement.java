package dev.parity.report;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Verdict;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The verdict, and why it is that.
 *
 * @param basis what it rests on
 * @param reasons why it is inconclusive, a sentence each; present if and only if it is
 * @param first where the first wrong number is made, as far as is known; present if and only if it is diverging
 * @param waver where a side did not repeat itself, if it was asked to
 */
public record Judgement(
        Verdict verdict, Basis basis, List<String> reasons, Optional<Compared> first, Optional<Waver> waver) {
    public Judgement {
        if (first.isPresent() != (verdict == Verdict.DIVERGES)) {
            throw new IllegalArgumentException("verdict " + verdict + " with a first wrong number " + first);
        }
        if (reasons.isEmpty() != (verdict != Verdict.INCONCLUSIVE)) {
            throw new IllegalArgumentException("verdict " + verdict + " for the reasons " + reasons);
        }
        reasons = List.copyOf(reasons);
    }

    public static Judgement agrees(Basis basis) {
        return new Judgement(Verdict.AGREES, basis, List.of(), Optional.empty(), Optional.empty());
    }

    public static Judgement diverges(Basis basis, Compared first) {
        return new Judgement(Verdict.DIVERGES, basis, List.of(), Optional.of(first), Optional.empty());
    }

    public static Judgement inconclusive(Basis basis, List<String> reasons) {
        return new Judgement(Verdict.INCONCLUSIVE, basis, reasons, Optional.empty(), Optional.empty());
    }

    /** What the end-to-end comparison says by itself. */
    public static Judgement endToEnd(Basis basis, Comparison seen) {
        return seen.first()
                .map(first -> diverges(basis, first))
                .or(() -> seen.lacking().map(lacking -> inconclusive(basis, List.of(lacking))))
                .orElseGet(() -> agrees(basis));
    }

    /** The verdict is taken back, for a reason that goes before all others. */
    public Judgement because(String reason) {
        return new Judgement(
                Verdict.INCONCLUSIVE,
                basis,
                Stream.concat(Stream.of(reason), reasons.stream()).toList(),
                Optional.empty(),
                waver);
    }

    /** Taken back, as a side does not repeat itself. */
    public Judgement because(String reason, Waver wavering) {
        return new Judgement(
                Verdict.INCONCLUSIVE, basis, because(reason).reasons, Optional.empty(), Optional.of(wavering));
    }

    /** Whether a side was fed other data, from which its arithmetic may be right all the same. */
    public boolean fedOtherwise() {
        return basis == Basis.START
                && first.filter(f -> f.site().phase() == Phase.DATA).isPresent();
    }

    /** Whether it comes from the audit. */
    public boolean audited() {
        return basis == Basis.AUDIT || basis == Basis.AUDIT_ONLY;
    }
}
