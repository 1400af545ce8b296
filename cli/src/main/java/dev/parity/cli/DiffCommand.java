package dev.parity.cli;

import dev.parity.Diff;
import dev.parity.compare.Tolerance;
import dev.parity.report.Report;
import dev.parity.report.format.TerminalReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parity diff}: compares two traces. */
@Command(
        name = "diff",
        description = "Compare two recorded traces, site by site and without a spec.",
        footer = {
            "",
            "A trace is an .npz or .safetensors file whose keys are sites, such as 1/gradient/fc1/weight, or a folder of such"
                    + " files, one a step."
        },
        sortOptions = false)
final class DiffCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REFERENCE", description = "The trusted trace.")
    private Path reference;

    @Parameters(paramLabel = "CANDIDATE", description = "The checked trace.")
    private Path candidate;

    @Option(
            names = "--tolerance",
            paramLabel = "RTOL,ATOL",
            description = "|c - r| may be ATOL + RTOL |r|; auto, which is also the default, takes the precision's.")
    private String tolerance = "auto";

    @Option(names = "--strict", description = "Inconclusive where a side lacks steps that the other has.")
    private boolean strict;

    @Mixin
    private ReportOptions reports;

    @Mixin
    private Colour colour;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        reports.check(List.of(reference, candidate));
        Optional<Tolerance> asked =
                tolerance.equals("auto") ? Optional.empty() : Optional.of(Tolerance.parse(tolerance));
        Report report = Diff.run(reference, candidate, asked, strict);
        PrintWriter out = command.commandLine().getOut();
        out.print(TerminalReport.draw(List.of(report), colour.on()));
        out.flush();
        reports.write(List.of(report));
        return Exit.of(report.verdict());
    }
}
