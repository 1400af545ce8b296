package dev.parity.cli;

import dev.parity.Parity;
import dev.parity.compare.Tolerance;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Planted;
import dev.parity.report.Report;
import dev.parity.report.format.TerminalReport;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.BadInput;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parity run}: trains on both sides, compares, reports. */
@Command(
        name = "run",
        description = "Train the network of each SPEC on both sides and compare every number, step by step.",
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "SPEC", description = "What to train: a JSON file (see parity schema).")
    private List<Path> specs;

    @Option(
            names = "--candidate",
            paramLabel = "ENGINE",
            description = "The checked side: torch, handwritten, numeric or trace:PATH; ${DEFAULT-VALUE} unless given.")
    private String candidate = "handwritten";

    @Option(
            names = "--reference",
            paramLabel = "ENGINE",
            description = "The trusted side, likewise: ${DEFAULT-VALUE} unless given.")
    private String reference = "torch";

    @Mixin
    private SpecOptions overrides;

    @Option(
            names = "--tolerance",
            paramLabel = "RTOL,ATOL",
            description =
                    "|c - r| may be ATOL + RTOL |r|; auto, which is also the default, takes the spec's or the precision's.")
    private String tolerance = "auto";

    @ArgGroup
    private Part part = new Part();

    @Option(
            names = "--strict",
            description = "A run that could not have caught some mistake is inconclusive, in place of agreeing.")
    private boolean strict;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Run each side that computes N times; one that does not repeat itself is inconclusive.")
    private int repeat = 1;

    @Option(
            names = "--inject",
            paramLabel = "FAULT[@LAYER][:STEP]",
            description = "Plant a bug in the handwritten side (see parity list faults). May be repeated.")
    private List<String> inject = List.of();

    @Mixin
    private ReportOptions reports;

    @Option(
            names = "--expect",
            description = "Hold each spec to its \"expect\": exit 0 when all end as they say, 1 when one does not.")
    private boolean expect;

    @Mixin
    private Colour colour;

    @Spec
    private CommandSpec command;

    /** One of the two comparisons; both unless given. */
    private static final class Part {
        @Option(
                names = "--audit-only",
                description = "Audit alone, without what the free runs show; the reference does not run.")
        private boolean audit;

        @Option(
                names = "--end-to-end-only",
                description = "Do not audit: let the tolerance decide, on what the free runs show.")
        private boolean endToEnd;

        Request.Scope scope() {
            return audit ? Request.Scope.AUDIT_ONLY : endToEnd ? Request.Scope.END_TO_END_ONLY : Request.Scope.BOTH;
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        List<Path> read = new ArrayList<>(specs);
        read.addAll(Outputs.read(reference, candidate));
        Outputs outputs = reports.check(read);
        Optional<Tolerance> asked =
                tolerance.equals("auto") ? Optional.empty() : Optional.of(Tolerance.parse(tolerance));
        List<Report> done = new ArrayList<>();
        int worst = Exit.AGREES;
        for (Path spec : specs) {
            try {
                Experiment experiment = read(spec, read);
                if (expect) {
                    ExpectedEnd.of(experiment);
                }
                outputs.spare(read);
                Report report = run(experiment, asked);
                done.add(report);
                out.print(TerminalReport.draw(List.of(report), colour.on()));
                out.flush();
                worst = Exit.worse(worst, expect ? expected(experiment, report, err) : Exit.of(report.verdict()));
            } catch (BadInput | IllegalStateException | OutOfMemoryError e) {
                if (specs.size() == 1) {
                    throw e;
                }
                worst = Exit.worse(worst, new Failure(err, Main.debug(command)).thrown(e));
            }
        }
        if (specs.size() > 1) {
            out.print(TerminalReport.overview(done, colour.on()));
        }
        outputs.spare(read);
        reports.write(done);
        return worst;
    }

    /** @param read takes the files that were read, also where the spec is refused */
    private Experiment read(Path spec, List<Path> read) {
        Folder folder = overrides.folder(spec);
        try {
            return SpecReader.read(folder, overrides.overrides());
        } finally {
            read.addAll(folder.read());
        }
    }

    private Report run(Experiment experiment, Optional<Tolerance> asked) {
        // What was recorded stands as it is: a spec's own faults are for a side that computes.
        EngineChoice checked = EngineChoice.of(candidate);
        List<String> faults = new ArrayList<>(checked.computes() ? experiment.inject() : List.of());
        try {
            Planted.check(experiment, faults);
        } catch (BadInput bad) {
            throw bad.at(experiment.file() + ": inject");
        }
        faults.addAll(inject);
        var request = new Request(
                experiment,
                EngineChoice.of(reference),
                checked,
                asked,
                faults,
                part.scope(),
                strict,
                repeat,
                overrides.threads());
        try (Progress progress = Progress.of(command.commandLine().getErr(), experiment.name(), experiment.steps())) {
            return Parity.run(request, progress);
        }
    }

    /** Whether a spec ended as it says that it would. */
    private static int expected(Experiment experiment, Report report, PrintWriter err) {
        Optional<String> otherwise = ExpectedEnd.of(experiment).otherwise(report);
        otherwise.ifPresent(words -> new Failure(err, false).say(experiment.file() + ": " + words));
        return otherwise.isEmpty() ? Exit.AGREES : Exit.DIVERGES;
    }
}
