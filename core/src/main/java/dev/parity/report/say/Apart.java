package dev.parity.report.say;

import static dev.parity.report.format.Columns.Kind.NAME;
import static dev.parity.report.format.Columns.Kind.NUMBER;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Delta;
import dev.parity.compare.Loss;
import dev.parity.compare.Measure;
import dev.parity.compare.Summary;
import dev.parity.compare.Tally;
import dev.parity.report.format.Columns;
import dev.parity.report.format.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How far apart the sides are, end to end: step by step, and array by array. */
public final class Apart {
    /** How many differing arrays are listed before "and more": the first ones are nearest to the error. */
    private static final int ARRAYS = 8;

    private final Page page;

    public Apart(Page page) {
        this.page = page;
    }

    public void steps(StepTable table) {
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

    public void differing(Comparison comparison) {
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

    /** Of a run that agrees, how closely. */
    public void largest(Comparison comparison) {
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
}
