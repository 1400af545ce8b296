package dev.parity.score;

import dev.parity.audit.Allowance;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the audit saw of sides that are right, by kind of array. */
final class Worst {
    /** Up to so many deviations is rounding without a second look. */
    private static final double LIMIT = Allowance.DEVIATIONS;

    private static final class Row {
        long sites;
        long elements;
        long alarms;
        long notFinite;
        long released;
        long unstable;
        long unjudged;
        double noise;
    }

    private final Map<Kind, Row> rows = new TreeMap<>();
    private final Row all = new Row();

    void add(Audit.Finding finding) {
        count(rows.computeIfAbsent(finding.kind(), k -> new Row()), finding);
        count(all, finding);
    }

    private static void count(Row row, Audit.Finding finding) {
        row.sites++;
        row.elements += finding.elements();
        row.unjudged += finding.unjudged();
        row.unstable += finding.unstable() ? 1 : 0;
        if (finding.passes() && finding.noise() > LIMIT) {
            row.released++;
        } else if (finding.passes()) {
            row.noise = Math.max(row.noise, finding.noise());
        } else if (finding.finite()) {
            row.alarms++;
            row.noise = Math.max(row.noise, finding.noise());
        } else {
            row.notFinite++;
        }
    }

    long alarms() {
        return all.alarms + all.notFinite;
    }

    long sites() {
        return all.sites;
    }

    double noise() {
        return all.noise;
    }

    /**
     * A line a kind: arrays; elements; of those not judged; false alarms, and such with NaN or infinity; arrays released by a second look,
     * and those of them called unstable formulas; and of the others the largest deviation in sigmas.
     */
    String table() {
        StringBuilder table = new StringBuilder("%-34s %9s %11s %9s %7s %10s %9s %9s %12s%n"
                .formatted(
                        "",
                        "sites",
                        "elements",
                        "unjudged",
                        "alarms",
                        "not finite",
                        "released",
                        "unstable",
                        "max d/sigma"));
        rows.forEach((kind, row) -> table.append(line(kind.toString(), row)));
        return table.append(line("all", all)).toString();
    }

    private static String line(String name, Row row) {
        return String.format(
                Locale.ROOT,
                "%-34s %9d %11d %9d %7d %10d %9d %9d %12.3g%n",
                name,
                row.sites,
                row.elements,
                row.unjudged,
                row.alarms,
                row.notFinite,
                row.released,
                row.unstable,
                row.noise);
    }
}
