package dev.parity.report.format;

import static dev.parity.report.format.Columns.Kind.NAME;

import dev.parity.compare.Verdict;
import dev.parity.report.Basis;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.report.Side;
import dev.parity.report.Unseen;
import dev.parity.report.say.Apart;
import dev.parity.report.say.Counts;
import dev.parity.report.say.Made;
import dev.parity.report.say.Numbers;
import dev.parity.report.say.StepTable;
import dev.parity.report.say.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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

    /** How many mistakes that could not have been caught, beside a verdict that does not rest on them. */
    private static final int UNSEEN = 3;

    private final Page page;
    private final Made made;
    private final Apart apart;
    private final Counts counts;

    private TerminalReport(boolean colour) {
        this.page = new Page(WIDTH, LABEL, colour);
        this.made = new Made(page);
        this.apart = new Apart(page);
        this.counts = new Counts(page);
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
                made.mismatch(report);
                made.origins(report);
                made.spread(report);
            }
            case AGREES -> agreement(report);
            case INCONCLUSIVE -> {
                report.reasons().forEach(page::strong);
                report.waver().ifPresent(waver -> Words.waver(waver).forEach(page::indented));
                made.origins(report);
            }
        }
        remarks(report.remarks());
        unseen(report);
        page.gap();
        if (report.basis() == Basis.AUDIT_ONLY) {
            counts.audited(report);
        } else {
            apart.steps(StepTable.of(report.comparison()));
            apart.differing(report.comparison());
            counts.coverage(report);
        }
        unseenInPassing(report);
        counts.time(report);
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

    /** What the audit noticed that is no error, a line for each thing that is said. */
    private void remarks(List<Remark> remarks) {
        Map<List<Object>, List<String>> sites = new LinkedHashMap<>();
        for (Remark r : remarks) {
            sites.computeIfAbsent(List.of(r.kind(), r.words()), said -> new ArrayList<>())
                    .add(Words.array(r.site()));
        }
        if (!sites.isEmpty()) {
            page.gap();
        }
        sites.forEach((said, all) -> {
            List<String> names = all.stream().distinct().toList();
            page.text(said.get(0) + ": " + Words.listed(names) + (names.size() > 1 ? ": each " : " ") + said.get(1));
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
            int stray = (int) report.remarks().stream()
                    .filter(r -> r.kind() == Remark.Kind.FALSE_RECORD)
                    .count();
            page.strong(
                    plain
                            ? "Every array is what its own operands make it, up to rounding"
                            : stray == 0
                                    ? "Every array is what its own operands make it, up to rounding and to what is said below"
                                    : "Right, up to rounding, but for " + Numbers.count(stray, "recorded array")
                                            + " that the program did not go on with");
            report.seen().ifPresent(seen -> {
                page.indented("the sides differ beyond the tolerance first at " + Words.place(seen.site()));
                made.drift(report);
            });
        }
        boolean excused = report.remarks().stream().anyMatch(Remark::excuses);
        if (report.basis() != Basis.AUDIT_ONLY && !excused) {
            apart.largest(report.comparison());
        }
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
