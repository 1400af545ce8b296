package dev.parity.report.say;

import static dev.parity.report.format.Columns.Kind.NAME;
import static dev.parity.report.format.Columns.Kind.NUMBER;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Tally;
import dev.parity.compare.Verdict;
import dev.parity.report.Basis;
import dev.parity.report.Blame;
import dev.parity.report.Origin;
import dev.parity.report.Report;
import dev.parity.report.format.Columns;
import dev.parity.report.format.Page;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where errors are made, and how far they spread. */
public final class Made {
    private final Page page;

    public Made(Page page) {
        this.page = page;
    }

    public void mismatch(Report report) {
        Compared first = report.first().orElseThrow();
        page.strong(
                (report.judgement().audited() ? "Where it is made: " : "First mismatch: ") + Words.place(first.site()));
        if (report.audit().origins().isEmpty()) {
            page.indented(Words.sides(first.measure()));
            Words.extent(first.measure()).forEach(page::indented);
        } else {
            Blame side = report.audit().origins().get(0).side();
            page.indented(Words.sides(first.measure(), side));
            Words.extent(first.measure(), side).forEach(page::indented);
            page.indented(Words.blame(side));
        }
    }

    /** Every array in which an error is made, where there are several or there is more to say of the one. */
    public void origins(Report report) {
        List<Origin> origins = report.audit().origins();
        boolean several = origins.size() > 1 || report.verdict() == Verdict.INCONCLUSIVE && !origins.isEmpty();
        if (several) {
            page.gap();
            page.strong(
                    "All arrays that are not what their own operands make them; everything else follows from these");
            page.table(table(origins), i -> false);
        }
        for (Origin origin : origins) {
            String whose = several ? Words.array(origin.site()) + " " : "";
            if (!origin.together().isEmpty()) {
                page.indented(whose + "judged together with " + Words.listed(origin.together()) + ", not recorded");
            }
            if (!origin.also().isEmpty()) {
                page.indented(whose + "takes with it "
                        + Words.listed(origin.also().stream().map(Words::array).toList()));
            }
        }
    }

    /** With the wrong side, where not all is the candidate's doing. */
    private static Columns table(List<Origin> origins) {
        boolean plain = origins.stream().allMatch(o -> o.side() == Blame.CANDIDATE);
        Columns columns = plain
                ? new Columns(NAME, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)
                : new Columns(NAME, NAME, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER);
        columns.row(row(
                plain, "array", "wrong side", "since", "steps", plain ? "max |c - e|" : "max off", "allowed", "noise"));
        origins.forEach(o -> columns.row(row(
                plain,
                Words.array(o.site()),
                o.side().toString(),
                Integer.toString(o.site().step()),
                Numbers.count(o.steps()),
                Numbers.brief(o.maxAbs()),
                Numbers.brief(o.allowed()),
                Numbers.brief(o.noise()))));
        return columns;
    }

    private static String[] row(boolean plain, String array, String side, String... figures) {
        return Stream.of(Stream.of(array), plain ? Stream.<String>of() : Stream.of(side), Stream.of(figures))
                .flatMap(cells -> cells)
                .toArray(String[]::new);
    }

    /** How far an error spreads when both sides run freely. */
    public void spread(Report report) {
        Comparison comparison = report.comparison();
        if (report.judgement().basis() != Basis.AUDIT) {
            return;
        }
        page.gap();
        long arrays =
                comparison.arrays().stream().filter(a -> a.tally().sites() > 0).count();
        long differing = comparison.having(Tally::differing).size();
        page.strong("How far it spreads, end to end: " + Numbers.count(differing) + " of "
                + Numbers.count(arrays, "array") + " outside the tolerance");
        report.seen().ifPresent(seen -> page.indented("first seen at " + Words.place(seen.site())));
        drift(report);
    }

    public void drift(Report report) {
        Drift.of(report)
                .ifPresent(drift -> page.indented(drift.cause().words() + ": "
                        + drift.points().stream().map(Words::drift).collect(Collectors.joining("; "))));
    }
}
