package dev.parity.cli;

import dev.parity.report.Report;
import dev.parity.report.format.Format;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    /** Refuses a format that there is not, or a place where no report can be written, before anything is computed for it. */
    Outputs check(List<Path> read) {
        Map<String, Path> places = new LinkedHashMap<>();
        reports.forEach((format, path) -> {
            Format.of(format);
            places.put("--report " + format + "=" + path, path);
        });
        Outputs outputs = new Outputs(places);
        outputs.spare(read);
        outputs.tryOut();
        return outputs;
    }

    void write(List<Report> done) {
        reports.forEach((format, path) -> Format.of(format).write(done, path));
    }
}
