package dev.parity.report;

import static dev.parity.report.Columns.Kind.NAME;
import static dev.parity.report.Columns.Kind.NUMBER;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Delta;
import dev.parity.compare.Loss;
import dev.parity.compare.Measure;
import dev.parity.compare.Summary;
import dev.parity.compare.Tally;
import dev.parity.compare.Verdict;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report for people: the verdict, the place, the steps, the arrays that differ, what was compared, the time. At
 * most {@value #WIDTH} columns wide, and as readable without colour as with it.
 */
public final class TerminalReport {
    private static final int WIDTH = 100;

    /** Room for the longest verdict and a gap. */
    private static final int LABEL = 14;

    /** How many differing arrays are listed before "and more": the first ones are nearest to the error. */
    private static final int ARRAYS = 8;

    /** How many mistakes that could not have been caught, beside a verdict that does not rest on them. */
    private static final int UNSEEN = 3;

    /** How many names of missing or vacuous arrays. */
    private static final int NAMES = 3;

    private final Page page;

    private TerminalReport(boolean colour) {
        this.page = new Page(WIDTH, LABEL, colour);
    }

    /** A line for each of several specs, and how many ended how. */
    public static String overview(List<Report> reports, boolean colour) {
        TerminalReport terminal = new TerminalReport(colour);
        terminal.summary(reports);
        return terminal.page.text();
    }

    /** The reports one after the other, and for several a line each at the end. Lines end in {@code \n}. */
    public static String draw(List<Report> reports, boolean colour) {
        TerminalReport terminal = new TerminalReport(colour);
        for (Report report : reports) {
            terminal.report(report);
        }
        if (reports.size() != 1) {
            terminal.summary(reports);
        }
        return terminal.page.text();
    }

    private void report(Report report) {
        page.head(
                ink(report.verdict()), word(report.verdict()), report.subject().name());
        page.labelled("Reference", side(report.reference()));
        page.labelled("Candidate", side(report.candidate()));
        report.warnings().forEach(warning -> page.labelled("Warning", warning));
        page.gap();
        switch (report.verdict()) {
            case DIVERGES -> {
                mismatch(report);
                origins(report);
                spread(report);
            }
            case AGREES -> agreement(report);
            case INCONCLUSIVE -> {
                report.reasons().forEach(page::strong);
                report.waver().ifPresent(waver -> Words.waver(waver).forEach(page::indented));
                origins(report);
            }
        }
        remarks(report.remarks());
        unseen(report);
        page.gap();
        if (report.basis() == Basis.AUDIT_ONLY) {
            audited(report);
        } else {
            steps(StepTable.of(report.comparison()));
            differing(report.comparison());
            coverage(report);
        }
        unseenInPassing(report);
        time(report);
        page.gap();
    }

    private static String word(Verdict verdict) {
        return verdict.toString().toUpperCase(Locale.ROOT);
    }

    private static Ink ink(Verdict verdict) {
        return switch (verdict) {
            case AGREES -> Ink.GREEN;
            case DIVERGES -> Ink.RED;
            case INCONCLUSIVE -> Ink.YELLOW;
        };
    }

    private static String side(Side side) {
        String threads = side.threads() == 0 ? "" : ", " + Numbers.count(side.threads(), "thread");
        return side.title() + ", " + side.dtype() + threads;
    }

    private void mismatch(Report report) {
        Compared first = report.first().orElseThrow();
        page.strong((report.audited() ? "Where it is made: " : "First mismatch: ") + Words.place(first.site()));
        if (report.origins().isEmpty()) {
            page.indented(Words.sides(first.measure()));
            Words.extent(first.measure()).forEach(page::indented);
        } else {
            Blame side = report.origins().get(0).side();
            page.indented(Words.sides(first.measure(), side));
            Words.extent(first.measure(), side).forEach(page::indented);
            page.indented(Words.blame(side));
        }
    }

    /** How far an error spreads when both sides run freely. */
    private void spread(Report report) {
        Comparison comparison = report.comparison();
        if (report.basis() != Basis.AUDIT) {
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

    private void drift(Report report) {
        Drift.of(report)
                .ifPresent(drift -> page.indented(drift.cause().words() + ": "
                        + drift.points().stream().map(Words::drift).collect(Collectors.joining("; "))));
    }

    /** Every array in which an error is made, where there are several or there is more to say of the one. */
    private void origins(Report report) {
        List<Origin> origins = report.origins();
        boolean several = origins.size() > 1 || report.verdict() == Verdict.INCONCLUSIVE && !origins.isEmpty();
        if (several) {
            page.gap();
            page.strong(
                    "All arrays that are not what their own operands make them; everything else follows from these");
            boolean plain = origins.stream().allMatch(o -> o.side() == Blame.CANDIDATE);
            page.table(plain ? table(origins) : withSides(origins), i -> false);
        }
        for (Origin origin : origins) {
            String whose = several ? array(origin.site()) + " " : "";
            if (!origin.together().isEmpty()) {
                page.indented(whose + "judged together with " + listed(origin.together()) + ", not recorded");
            }
            if (!origin.also().isEmpty()) {
                page.indented(whose + "takes with it "
                        + listed(origin.also().stream()
                                .map(TerminalReport::array)
                                .toList()));
            }
        }
    }

    private static Columns table(List<Origin> origins) {
        Columns columns = new Columns(NAME, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER);
        columns.row("array", "since", "steps", "max |c - e|", "allowed", "noise");
        origins.forEach(o -> columns.row(
                array(o.site()),
                since(o),
                steps(o),
                Numbers.brief(o.maxAbs()),
                Numbers.brief(o.allowed()),
                Numbers.brief(o.noise())));
        return columns;
    }

    /** Where not all is the candidate's doing. */
    private static Columns withSides(List<Origin> origins) {
        Columns columns = new Columns(NAME, NAME, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER);
        columns.row("array", "wrong side", "since", "steps", "max off", "allowed", "noise");
        origins.forEach(o -> columns.row(
                array(o.site()),
                o.side().toString(),
                since(o),
                steps(o),
                Numbers.brief(o.maxAbs()),
                Numbers.brief(o.allowed()),
                Numbers.brief(o.noise())));
        return columns;
    }

    private static String since(Origin origin) {
        return Integer.toString(origin.site().step());
    }

    private static String steps(Origin origin) {
        return Numbers.count(origin.steps());
    }

    private static String array(Site site) {
        return Words.array(site);
    }

    private static String listed(List<String> names) {
        String first = names.stream().limit(NAMES).collect(Collectors.joining(", "));
        return first + (names.size() > NAMES ? " and " + Numbers.count(names.size() - NAMES) + " more" : "");
    }

    /** What the audit noticed that is no error, a line for each thing that is said. */
    private void remarks(List<Remark> remarks) {
        Map<List<Object>, List<String>> sites = new LinkedHashMap<>();
        for (Remark r : remarks) {
            sites.computeIfAbsent(List.of(r.kind(), r.words()), said -> new ArrayList<>())
                    .add(array(r.site()));
        }
        if (!sites.isEmpty()) {
            page.gap();
        }
        sites.forEach((said, all) -> {
            List<String> names = all.stream().distinct().toList();
            page.text(said.get(0) + ": " + listed(names) + (names.size() > 1 ? ": each " : " ") + said.get(1));
        });
    }

    /** Who has an error to mend reads this later, and is told of it in a line among the counts. */
    private void unseen(Report report) {
        List<Unseen> unseen = report.unseen();
        if (unseen.isEmpty() || report.verdict() == Verdict.DIVERGES) {
            return;
        }
        page.gap();
        int shown = report.verdict() == Verdict.INCONCLUSIVE ? unseen.size() : Math.min(UNSEEN, unseen.size());
        unseen.stream()
                .limit(shown)
                .collect(Collectors.groupingBy(Unseen::grade, TreeMap::new, Collectors.toList()))
                .forEach((grade, some) -> {
                    page.strong(grade.words());
                    some.forEach(u -> page.indented(u.what() + ": " + u.change()));
                });
        if (unseen.size() > shown) {
            page.indented("and " + Numbers.count(unseen.size() - shown) + " more, which the JSON report lists");
        }
    }

    private void unseenInPassing(Report report) {
        int unseen = report.unseen().size();
        if (report.verdict() == Verdict.DIVERGES && unseen > 0) {
            page.labelled(
                    "Unseen",
                    Numbers.count(unseen, "other mistake")
                            + " that this run could not have caught; the JSON report lists"
                            + (unseen == 1 ? " it" : " them"));
        }
    }

    private void agreement(Report report) {
        if (report.audited()) {
            boolean plain = report.remarks().stream().noneMatch(Remark::excuses);
            page.strong(
                    plain
                            ? "Every array is what its own operands make it, up to rounding"
                            : "Every array is what its own operands make it, up to rounding and to what is said below");
            report.seen().ifPresent(seen -> {
                page.indented("the sides differ beyond the tolerance first at " + Words.place(seen.site()));
                drift(report);
            });
        }
        boolean excused = report.remarks().stream().anyMatch(Remark::excuses);
        if (report.basis() != Basis.AUDIT_ONLY && !excused) {
            largest(report.comparison());
        }
    }

    /** Of a run that agrees, how closely. */
    private void largest(Comparison comparison) {
        comparison.arrays().stream()
                .flatMap(array -> array.worst().stream())
                .max(Comparator.comparingDouble(c -> c.measure().relNorm()))
                .filter(c -> c.measure().relNorm() > 0)
                .ifPresentOrElse(
                        c -> {
                            page.strong("Largest difference: " + Words.place(c.site()));
                            page.indented(Words.distance(c.measure()));
                        },
                        () -> page.strong("Every number is the same on both sides"));
    }

    private void steps(StepTable table) {
        if (table.rows().isEmpty()) {
            return;
        }
        page.strong("Step by step, with the gradient and the weight that are furthest apart");
        Columns columns = new Columns(NUMBER, NUMBER, NUMBER, NUMBER, NAME, NUMBER, NAME, NUMBER, NUMBER);
        columns.row(
                "step", "loss reference", "loss candidate", "|c - r|", "gradient", "rel", "weight", "rel", "differ");
        for (StepTable.Row row : table.rows()) {
            columns.row(
                    (row.first() ? "> " : "") + row.step(),
                    cell(row.loss().map(Loss::reference).map(Numbers::loss)),
                    cell(row.loss().map(Loss::candidate).map(Numbers::loss)),
                    cell(row.loss().map(Loss::abs).map(Numbers::brief)),
                    name(row.gradient()),
                    cell(row.gradient().map(Delta::rel).map(Numbers::brief)),
                    name(row.weight()),
                    cell(row.weight().map(Delta::rel).map(Numbers::brief)),
                    row.differing() + "/" + row.sites());
        }
        page.table(columns, i -> table.rows().get(i).first());
        page.gap();
    }

    private static String cell(Optional<String> text) {
        return text.orElse("-");
    }

    /** No name where all are equal, since none is the worst. */
    private static String name(Optional<Delta> delta) {
        return delta.filter(d -> d.rel() != 0).map(Delta::name).orElse("");
    }

    private void differing(Comparison comparison) {
        List<Summary> differing = comparison.having(Tally::differing).stream()
                .sorted(Comparator.comparingInt(summary -> summary.since().orElseThrow()))
                .toList();
        if (differing.isEmpty()) {
            return;
        }
        page.strong("What differs, the earliest first, with the figures of the step at which it is furthest apart");
        Columns columns = new Columns(NAME, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER);
        columns.row("array", "since", "steps", "worst at", "max |c - r|", "max rel", "rel", "cosine", "max ulp");
        for (Summary summary : differing.subList(0, Math.min(ARRAYS, differing.size()))) {
            Compared worst = summary.worst().orElseThrow();
            Measure m = worst.measure();
            columns.row(
                    summary.slot().toString(),
                    Integer.toString(summary.since().orElseThrow()),
                    Numbers.count(summary.tally().differing()),
                    Integer.toString(worst.site().step()),
                    Numbers.brief(m.maxAbs()),
                    Numbers.brief(m.maxRel()),
                    Numbers.brief(m.relNorm()),
                    Numbers.cosine(m.cosine()),
                    Numbers.brief(m.maxUlp()));
        }
        page.table(columns, i -> false);
        if (differing.size() > ARRAYS) {
            page.text("and " + Numbers.count(differing.size() - ARRAYS) + " more");
        }
        page.gap();
    }

    private void audited(Report report) {
        Audited audited = report.coverage();
        page.labelled("Decided by", report.basis().words());
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
        page.labelled(
                "Audited",
                Numbers.count(audited.sites(), "site") + ", " + Numbers.count(audited.elements(), "element") + together
                        + unjudged);
    }

    private void coverage(Report report) {
        audited(report);
        Comparison comparison = report.comparison();
        Tally total = comparison.total();
        page.labelled(
                "Compared", Numbers.count(total.sites(), "site") + ", " + Numbers.count(total.elements(), "element"));
        page.labelled(
                "Differing",
                Numbers.count(total.differing(), "site") + ", " + Numbers.count(total.failing(), "element"));
        page.labelled(
                "Tolerance",
                comparison.tolerances().entrySet().stream()
                        .map(e -> Words.tolerance(e.getValue()) + " in " + e.getKey())
                        .collect(Collectors.joining("; ", "", ", end to end")));
        page.labelled("Missing", missing(comparison));
        if (total.unknown() > 0) {
            page.labelled("Unknown", sites("to the network ", comparison, Tally::unknown));
        }
        page.labelled("Not finite", Numbers.count(total.notFinite(), "element"));
        page.labelled("All zero", sites("", comparison, Tally::vacuous));
        if (total.faint() > 0) {
            page.labelled("Faint", Numbers.count(total.faint(), "element") + " so small that a candidate of 0 passes");
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
                + (names.isEmpty() ? "" : ": " + listed(names));
    }

    private void time(Report report) {
        Timing t = report.timing();
        List<String> parts = new ArrayList<>();
        parts.add(report.reference().engine() + " " + Numbers.seconds(t.reference()));
        parts.add(report.candidate().engine() + " " + Numbers.seconds(t.candidate()));
        parts.add("comparing " + Numbers.seconds(t.comparing()));
        if (t.auditing() > 0) {
            parts.add("auditing " + Numbers.seconds(t.auditing()));
        }
        parts.add("total " + Numbers.seconds(t.total()));
        if (t.peakMemory() > 0) {
            parts.add("peak memory " + Numbers.megabytes(t.peakMemory()));
        }
        page.labelled("Time", String.join(", ", parts));
    }

    private void summary(List<Report> reports) {
        String counts = Stream.of(Verdict.values())
                .map(v ->
                        v + " " + reports.stream().filter(r -> r.verdict() == v).count())
                .collect(Collectors.joining(", "));
        page.strong(Numbers.count(reports.size(), "spec") + ": " + counts);
        Columns columns = new Columns(NAME, NAME);
        reports.forEach(r -> columns.row(
                r.subject().name(), r.first().map(c -> c.site().toString()).orElse("")));
        List<String> lines = columns.lines(WIDTH - LABEL);
        for (int i = 0; i < lines.size(); i++) {
            Verdict verdict = reports.get(i).verdict();
            page.head(ink(verdict), word(verdict), lines.get(i));
        }
    }
}
