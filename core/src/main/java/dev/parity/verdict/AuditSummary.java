package dev.parity.verdict;

import dev.parity.compare.Compared;
import java.util.Optional;

/**
 * What the audit has to say to the verdict.
 *
 * @param complete whether every step was judged
 * @param torn whether each array is right by itself, and step 1 as a whole is not
 * @param first the first origin, beside what it should be
 * @param onlyOurReference whether all that is wrong is an engine's of ours that is the reference
 * @param masked arrays that are wrong where what follows hides it
 * @param lacking what must be recorded before the audit alone can let a candidate agree
 */
public record AuditSummary(
        boolean complete,
        boolean torn,
        Optional<Compared> first,
        boolean onlyOurReference,
        int masked,
        Optional<String> lacking) {
    /** Nothing was audited. */
    public static final AuditSummary NONE =
            new AuditSummary(false, false, Optional.empty(), false, 0, Optional.empty());
}
