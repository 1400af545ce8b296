package dev.parity.score;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the audit saw of sides that are right, by kind of array. */
final class Worst {
    private static final class Row {
        long sites;
        long elements;
        long alarms;
        long notFinite;
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
        if (finding.passes()) {
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

    /** A line a kind: arrays, elements, false alarms, those of them with NaN or infinity, the largest deviation in sigmas. */
    String table() {
        StringBuilder table = new StringBuilder("%-34s %10s %12s %7s %10s %12s%n"
                .formatted("", "sites", "elements", "alarms", "not finite", "max d/sigma"));
        rows.forEach((kind, row) -> table.append(line(kind.toString(), row)));
        return table.append(line("all", all)).toString();
    }

    private static String line(String name, Row row) {
        return String.format(
                Locale.ROOT,
                "%-34s %10d %12d %7d %10d %12.3g%n",
                name,
                row.sites,
                row.elements,
                row.alarms,
                row.notFinite,
                row.noise);
    }
}
