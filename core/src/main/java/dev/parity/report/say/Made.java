package dev.parity.report.say;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Tally;
import dev.parity.compare.Verdict;
import dev.parity.report.Basis;
import dev.parity.report.Blame;
import dev.parity.report.Origin;
import dev.parity.report.Report;
import dev.parity.report.Span;
import dev.parity.report.say.Document.Draft;
import dev.parity.report.say.Document.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where errors are made, and how far they spread. */
final class Made {
    private final Draft draft;

    Made(Draft draft) {
        this.draft = draft;
    }

    void mismatch(Report report) {
        Compared first = report.first().orElseThrow();
        Optional<Origin> origin = report.audit().origins().stream()
                .filter(o -> report.judgement().audited())
                .findFirst();
        boolean optimizer = origin.filter(Origin::ofOptimizer).isPresent();
        Optional<Span> span = origin.flatMap(Origin::span).filter(s -> !optimizer);
        String where = optimizer ? "the optimizer, first in " : "";
        draft.heading(span.map(s -> "Where it is made: " + Words.between(s, first.site()))
                .orElseGet(() -> (report.judgement().audited() ? "Where it is made: " : "First mismatch: ")
                        + where
                        + Words.place(first.site())));
        span.ifPresent(s -> draft.detail("seen in " + Words.place(first.site())));
        if (report.audit().origins().isEmpty() || !report.judgement().audited()) {
            draft.detail(Words.sides(first.measure()));
            Words.extent(first.measure()).forEach(draft::detail);
        } else {
            Blame side = report.audit().origins().get(0).side();
            draft.detail(Words.sides(first.measure(), side));
            Words.extent(first.measure(), side).forEach(draft::detail);
            draft.detail(Words.blame(side));
        }
    }

    /** Every array in which an error is made, where there are several or there is more to say of the one. */
    void origins(Report report) {
        List<Origin> origins = report.audit().origins();
        boolean fed = report.judgement().fedOtherwise();
        if (fed && origins.isEmpty() && report.audit().coverage().sites() > 0) {
            draft.detail("from what it was fed, every array is what its own operands make it, up to rounding");
        }
        boolean several = origins.size() > 1
                || fed && !origins.isEmpty()
                || report.verdict() == Verdict.INCONCLUSIVE && !origins.isEmpty();
        if (several) {
            draft.gap();
            draft.heading(
                    "All arrays that are not what their own operands make them; everything else follows from these");
            draft.table(table(origins));
        }
        for (Origin origin : origins) {
            String whose = several ? Words.array(origin.site()) + " " : "";
            if (!origin.together().isEmpty()) {
                draft.detail(whose + "judged together with " + Words.listed(origin.together()) + ", not recorded"
                        + origin.span()
                                .flatMap(Span::halfway)
                                .map(site -> "; record " + site)
                                .orElse(""));
            }
            if (!origin.also().isEmpty()) {
                draft.detail(whose + "takes with it "
                        + Words.listed(origin.also().stream().map(Words::array).toList()));
            }
        }
    }

    /** With the wrong side, where not all is the candidate's doing. */
    private static Table table(List<Origin> origins) {
        boolean plain = origins.stream().allMatch(o -> o.side() == Blame.CANDIDATE);
        List<Table.Column> columns = new ArrayList<>(List.of(
                Table.name("array"),
                Table.number("since"),
                Table.number("steps"),
                Table.number(plain ? "max |c - e|" : "max off"),
                Table.number("allowed"),
                Table.number("noise")));
        if (!plain) {
            columns.add(1, Table.name("wrong side"));
        }
        return new Table(columns, origins.stream().map(o -> row(plain, o)).toList());
    }

    private static Table.Row row(boolean plain, Origin origin) {
        List<String> cells = new ArrayList<>(List.of(
                Words.array(origin.site()),
                Integer.toString(origin.site().step()),
                Numbers.count(origin.steps()),
                Numbers.brief(origin.maxAbs()),
                Numbers.brief(origin.allowed()),
                Numbers.brief(origin.noise())));
        if (!plain) {
            cells.add(1, origin.side().toString());
        }
        return new Table.Row(false, cells);
    }

    /** How far an error spreads when both sides run freely. */
    void spread(Report report) {
        Comparison comparison = report.comparison();
        if (report.judgement().basis() != Basis.AUDIT) {
            return;
        }
        draft.gap();
        long arrays =
                comparison.arrays().stream().filter(a -> a.tally().sites() > 0).count();
        long differing = comparison.having(Tally::differing).size();
        draft.heading("How far it spreads, end to end: " + Numbers.count(differing) + " of "
                + Numbers.count(arrays, "array") + " outside the tolerance");
        report.seen().ifPresent(seen -> draft.detail("first seen at " + Words.place(seen.site())));
        drift(report);
    }

    void drift(Report report) {
        Drift.of(report)
                .ifPresent(drift -> draft.detail(drift.cause().words() + ": "
                        + drift.points().stream().map(Words::drift).collect(Collectors.joining("; "))));
    }
}
