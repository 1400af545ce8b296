package dev.parity.cli;

import dev.parity.report.Report;
import dev.parity.report.format.JsonReport;
import dev.parity.tensor.BadInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The reports that a command writes to files. */
final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "FORMAT=PATH",
            description = "Write a report to a file: json=PATH. May be repeated.")
    private Map<String, Path> reports = Map.of();

    /** Refuses a format that there is not, before anything is computed for it. */
    void check() {
        for (String format : reports.keySet()) {
            if (!format.equals("json")) {
                throw new BadInput(
                        "--report " + format + "=PATH: there is no report format \"" + format + "\"; write json=PATH");
            }
        }
    }

    void write(List<Report> done) {
        if (reports.containsKey("json")) {
            JsonReport.write(done, reports.get("json"));
        }
    }
}
