package dev.parity.report.say;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Delta;
import dev.parity.compare.LossPair;
import dev.parity.compare.Measure;
import dev.parity.compare.Summary;
import dev.parity.compare.Tally;
import dev.parity.report.say.Document.Draft;
import dev.parity.report.say.Document.Table;
import dev.parity.tensor.FirstFew;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How far apart the sides are, end to end: step by step, and array by array. */
final class Apart {
    /** Numbers further apart than so many ulp differ by a factor of two or in their sign, of which there are no ulp to count. */
    private static final double FACTOR_OF_TWO = 0x1p52;

    /** How many differing arrays are listed before "and more": the first ones are nearest to the error. */
    private static final int ARRAYS = 8;

    private static final List<Table.Column> STEPS = List.of(
            Table.number("step"),
            Table.number("loss reference"),
            Table.number("loss candidate"),
            Table.number("|c - r|"),
            Table.name("gradient"),
            Table.number("rel"),
            Table.name("weight"),
            Table.number("rel"),
            Table.number("differ"));
    private static final List<Table.Column> ARRAYS_APART = List.of(
            Table.name("array"),
            Table.number("since"),
            Table.number("steps"),
            Table.number("worst at"),
            Table.number("max |c - r|"),
            Table.number("max rel"),
            Table.number("rel"),
            Table.number("cosine"),
            Table.number("max ulp"));

    private final Draft draft;

    Apart(Draft draft) {
        this.draft = draft;
    }

    void steps(StepTable table) {
        if (table.rows().isEmpty()) {
            return;
        }
        draft.heading("Step by step, with the gradient and the weight that are furthest apart");
        List<Table.Row> rows = new ArrayList<>();
        for (StepTable.Row row : table.rows()) {
            rows.add(new Table.Row(
                    row.first(),
                    List.of(
                            (row.first() ? "> " : "") + row.step(),
                            cell(row.loss().map(LossPair::reference).map(Numbers::loss)),
                            cell(row.loss().map(LossPair::candidate).map(Numbers::loss)),
                            cell(row.loss().map(LossPair::abs).map(Numbers::brief)),
                            name(row.gradient()),
                            cell(row.gradient().map(Delta::rel).map(Numbers::brief)),
                            name(row.weight()),
                            cell(row.weight().map(Delta::rel).map(Numbers::brief)),
                            row.differing() + "/" + row.sites())));
        }
        draft.table(new Table(STEPS, rows));
        draft.gap();
    }

    private static String cell(Optional<String> text) {
        return text.orElse("-");
    }

    /** No name where all are equal, since none is the worst. */
    private static String name(Optional<Delta> delta) {
        return delta.filter(d -> d.rel() != 0).map(Delta::name).orElse("");
    }

    /** @param explained whether the audit has found that nothing is wrong with them */
    void differing(Comparison comparison, boolean explained) {
        List<Summary> differing = comparison.having(Tally::differing).stream()
                .sorted(Comparator.comparingInt(summary -> summary.since().orElseThrow()))
                .toList();
        if (differing.isEmpty()) {
            return;
        }
        draft.heading((explained ? "What differs end to end, which the audit explains" : "What differs")
                + ", the earliest first, with the figures of the step at which it is furthest apart");
        List<Table.Row> rows = new ArrayList<>();
        for (Summary summary : differing.subList(0, Math.min(ARRAYS, differing.size()))) {
            Compared worst = summary.worst().orElseThrow();
            Measure m = worst.measure();
            rows.add(new Table.Row(
                    false,
                    List.of(
                            summary.slot().toString(),
                            Integer.toString(summary.since().orElseThrow()),
                            Numbers.count(summary.tally().differing()),
                            Integer.toString(worst.site().step()),
                            Numbers.brief(m.maxAbs()),
                            Numbers.brief(m.maxRel()),
                            Numbers.brief(m.relNorm()),
                            Numbers.cosine(m.cosine()),
                            m.maxUlp() < FACTOR_OF_TWO ? Numbers.brief(m.maxUlp()) : "-")));
        }
        draft.table(new Table(ARRAYS_APART, rows));
        if (differing.size() > ARRAYS) {
            draft.sentence(FirstFew.rest(differing.size() - ARRAYS));
        }
        draft.gap();
    }

    /** Of a run that agrees, how closely. */
    void largest(Comparison comparison, boolean all) {
        comparison.arrays().stream()
                .flatMap(array -> array.worst().stream())
                .max(Comparator.comparingDouble(c -> c.measure().relNorm()))
                .filter(c -> c.measure().relNorm() > 0)
                .ifPresentOrElse(
                        c -> {
                            draft.heading("Largest difference: " + Words.place(c.site()));
                            draft.detail(Words.distance(c.measure()));
                        },
                        () -> draft.heading(
                                all
                                        ? "Every number is the same on both sides"
                                        : "Every number that was compared is the same on both sides"));
    }
}
