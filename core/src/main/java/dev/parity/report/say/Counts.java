package dev.parity.report.say;

import dev.parity.compare.Comparison;
import dev.parity.compare.Tally;
import dev.parity.report.Audited;
import dev.parity.report.Report;
import dev.parity.report.Timing;
import dev.parity.report.say.Document.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What was compared and audited, in numbers, and the time that it took. */
final class Counts {
    private final Draft draft;

    Counts(Draft draft) {
        this.draft = draft;
    }

    void audited(Report report) {
        Audited audited = report.audit().coverage();
        draft.entry("Decided by", report.judgement().basis().words());
        if (audited.sites() == 0) {
            return;
        }
        String together = audited.together() == 0
                ? ""
                : ", " + Numbers.count(audited.together(), "site")
                        + " of them only together with what was not recorded";
        String unjudged = audited.unjudged() == 0
                ? ""
                : "; " + Numbers.count(audited.unjudged(), "element")
                        + " that cannot be judged, too ill-conditioned or not finite";
        draft.entry(
                "Audited",
                Numbers.count(audited.sites(), "site") + ", " + Numbers.count(audited.elements(), "element") + together
                        + unjudged);
    }

    void coverage(Report report) {
        audited(report);
        Comparison comparison = report.comparison();
        Tally total = comparison.total();
        draft.entry(
                "Compared", Numbers.count(total.sites(), "site") + ", " + Numbers.count(total.elements(), "element"));
        draft.entry(
                "Differing",
                Numbers.count(total.differing(), "site") + ", " + Numbers.count(total.failing(), "element"));
        draft.entry(
                "Tolerance",
                comparison.tolerances().entrySet().stream()
                        .map(e -> Words.tolerance(e.getValue()) + " in " + e.getKey())
                        .collect(Collectors.joining("; ", "", ", end to end")));
        draft.entry("Missing", missing(comparison));
        if (total.unknown() > 0) {
            draft.entry("Unknown", sites("to the network ", comparison, Tally::unknown));
        }
        draft.entry("Not finite", Numbers.count(total.notFinite(), "element"));
        draft.entry("All zero", sites("", comparison, Tally::vacuous));
        if (total.faint() > 0) {
            draft.entry("Faint", Numbers.count(total.faint(), "element") + " so small that a candidate of 0 passes");
        }
    }

    private static String missing(Comparison comparison) {
        Tally total = comparison.total();
        if (total.missingOnReference() + total.missingOnCandidate() == 0) {
            return "0 sites";
        }
        String reference = sites("on the reference ", comparison, Tally::missingOnReference);
        String candidate = sites("on the candidate ", comparison, Tally::missingOnCandidate);
        return total.missingOnReference() == 0
                ? candidate
                : total.missingOnCandidate() == 0 ? reference : candidate + "; " + reference;
    }

    /** How many, and the names of the first few arrays. */
    private static String sites(String where, Comparison comparison, ToIntFunction<Tally> count) {
        List<String> names =
                comparison.having(count).stream().map(a -> a.slot().toString()).toList();
        return where
                + Numbers.count(count.applyAsInt(comparison.total()), "site")
                + (names.isEmpty() ? "" : ": " + Words.listed(names));
    }

    void time(Report report) {
        Timing t = report.run().timing();
        List<String> parts = new ArrayList<>();
        parts.add(report.run().reference().engine() + " " + Numbers.seconds(t.reference()));
        parts.add(report.run().candidate().engine() + " " + Numbers.seconds(t.candidate()));
        parts.add("comparing " + Numbers.seconds(t.comparing()));
        if (t.auditing() > 0) {
            parts.add("auditing " + Numbers.seconds(t.auditing()));
        }
        parts.add("total " + Numbers.seconds(t.total()));
        if (t.peakMemory() > 0) {
            parts.add("peak memory " + Numbers.megabytes(t.peakMemory()));
        }
        draft.entry("Time", String.join(", ", parts));
    }
}
