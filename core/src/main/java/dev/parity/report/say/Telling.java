package dev.parity.report.say;

import dev.parity.compare.Verdict;
import dev.parity.report.Basis;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.report.Side;
import dev.parity.report.Unseen;
import dev.parity.report.say.Document.Draft;
import dev.parity.report.say.Document.Overview;
import dev.parity.report.say.Document.Tone;
import dev.parity.tensor.FirstFew;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report in words: the verdict, the place, what to know of it, the steps, the arrays that differ, what was compared, the time. */
public final class Telling {
    /** How many mistakes that could not have been caught, beside a verdict that does not rest on them. */
    private static final int UNSEEN = 3;

    private final Draft draft;
    private final Made made;
    private final Why why;
    private final Apart apart;
    private final Counts counts;

    private Telling(Draft draft) {
        this.draft = draft;
        this.made = new Made(draft);
        this.why = new Why(draft);
        this.apart = new Apart(draft);
        this.counts = new Counts(draft);
    }

    public static Document of(Report report) {
        return Document.of(draft -> new Telling(draft).report(report));
    }

    /** A line for each of several specs, and how many ended how. */
    public static Document overview(List<Report> reports) {
        String counts = Stream.of(Verdict.values())
                .map(v ->
                        v + " " + reports.stream().filter(r -> r.verdict() == v).count())
                .collect(Collectors.joining(", "));
        List<Overview.Line> lines = reports.stream()
                .map(r -> new Overview.Line(
                        tone(r.verdict()),
                        word(r.verdict()),
                        r.run().subject().name(),
                        r.first().map(c -> c.site().toString()).orElse("")))
                .toList();
        return Document.of(draft -> {
            draft.heading(Numbers.count(reports.size(), "spec") + ": " + counts);
            draft.overview(lines);
        });
    }

    private void report(Report report) {
        draft.head(
                tone(report.verdict()),
                word(report.verdict()),
                report.run().subject().name());
        draft.entry("Reference", side(report.run().reference()));
        draft.entry("Candidate", side(report.run().candidate()));
        report.warnings().forEach(warning -> draft.entry("Warning", warning));
        draft.gap();
        switch (report.verdict()) {
            case DIVERGES -> {
                made.mismatch(report);
                why.findings(report);
                made.origins(report);
                made.spread(report);
            }
            case AGREES -> agreement(report);
            case INCONCLUSIVE -> {
                report.judgement().reasons().forEach(draft::heading);
                report.judgement().waver().ifPresent(waver -> Words.waver(waver).forEach(draft::detail));
                made.origins(report);
                why.findings(report);
            }
        }
        remarks(report.audit().remarks());
        unseen(report);
        draft.gap();
        if (report.judgement().basis() == Basis.AUDIT_ONLY) {
            counts.audited(report);
        } else {
            apart.steps(StepTable.of(report.comparison()));
            apart.differing(report.comparison());
            counts.coverage(report);
        }
        unseenInPassing(report);
        counts.time(report);
        draft.gap();
    }

    private static String word(Verdict verdict) {
        return verdict.toString().toUpperCase(Locale.ROOT);
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case AGREES -> Tone.GOOD;
            case DIVERGES -> Tone.BAD;
            case INCONCLUSIVE -> Tone.UNSURE;
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
                    .add(r.about());
        }
        if (!sites.isEmpty()) {
            draft.gap();
        }
        sites.forEach((said, all) -> {
            List<String> names = all.stream().distinct().toList();
            draft.sentence(
                    said.get(0) + ": " + Words.listed(names) + (names.size() > 1 ? ": each " : " ") + said.get(1));
        });
    }

    /** Who has an error to mend reads this later, and is told of it in a line among the counts. */
    private void unseen(Report report) {
        List<Unseen> unseen = report.unseen();
        if (unseen.isEmpty() || report.verdict() == Verdict.DIVERGES) {
            return;
        }
        draft.gap();
        int shown = report.verdict() == Verdict.INCONCLUSIVE ? unseen.size() : Math.min(UNSEEN, unseen.size());
        unseen.stream()
                .limit(shown)
                .collect(Collectors.groupingBy(Unseen::grade, TreeMap::new, Collectors.toList()))
                .forEach((grade, some) -> {
                    draft.heading(grade.words());
                    some.forEach(u -> draft.detail(u.what() + ": " + u.change()));
                });
        if (unseen.size() > shown) {
            draft.detail(FirstFew.rest(unseen.size() - shown) + ", which the JSON report lists");
        }
    }

    private void unseenInPassing(Report report) {
        int unseen = report.unseen().size();
        if (report.verdict() == Verdict.DIVERGES && unseen > 0) {
            draft.entry(
                    "Unseen",
                    Numbers.count(unseen, "other mistake")
                            + " that this run could not have caught; the JSON report lists"
                            + (unseen == 1 ? " it" : " them"));
        }
    }

    private void agreement(Report report) {
        if (report.judgement().audited()) {
            boolean plain = report.audit().remarks().stream().noneMatch(Remark::excuses);
            long stray = report.audit().remarks().stream()
                    .filter(r -> r.kind() == Remark.Kind.FALSE_RECORD)
                    .count();
            String but = plain ? "" : " and to what is said below";
            draft.heading(
                    stray == 0
                            ? "Every array is what its own operands make it, up to rounding" + but
                            : "Right, up to rounding, but for " + Numbers.count(stray, "recorded array")
                                    + " that the program did not go on with");
            report.seen().ifPresent(seen -> {
                draft.detail("the sides differ beyond the tolerance first at " + Words.place(seen.site()));
                made.drift(report);
            });
        }
        String alone = Stream.of(report.run().reference(), report.run().candidate())
                .flatMap(side -> side.passedOver().stream()
                        .map(steps ->
                                steps + (side == report.run().reference() ? " of the reference" : " of the candidate")))
                .collect(Collectors.joining(" and "));
        if (!alone.isEmpty()) {
            draft.heading("Only what both sides have was compared: " + alone + " passed over");
        }
        boolean excused = report.audit().remarks().stream().anyMatch(Remark::excuses);
        if (report.judgement().basis() != Basis.AUDIT_ONLY && !excused) {
            apart.largest(report.comparison(), alone.isEmpty());
        }
    }
}
