package dev.parity.report.format;

import dev.parity.report.Report;
import dev.parity.report.say.Telling;
import java.util.List;

/** The report for people. At most {@value #WIDTH} columns wide, and as readable without colour as with it. */
public final class TerminalReport {
    private static final int WIDTH = 100;

    /** Room for the longest verdict and a gap. */
    private static final int LABEL = 14;

    private TerminalReport() {}

    /** A line for each of several specs, and how many ended how. */
    public static String overview(List<Report> reports, boolean colour) {
        Page page = new Page(WIDTH, LABEL, colour);
        Telling.overview(reports).on(page);
        return page.toString();
    }

    /** The reports one after the other, and for several a line each at the end. Lines end in {@code \n}. */
    public static String draw(List<Report> reports, boolean colour) {
        Page page = new Page(WIDTH, LABEL, colour);
        reports.forEach(report -> Telling.of(report).on(page));
        if (reports.size() != 1) {
            Telling.overview(reports).on(page);
        }
        return page.toString();
    }
}
