package dev.parity.cli;

import dev.parity.Recording;
import dev.parity.engine.EngineChoice;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parity record}: writes what an engine computes, or what it begins with. */
@Command(
        name = "record",
        description = "Train the network of SPEC on one side and write every number to a file: a trace.",
        footer = {
            "",
            "A trace is an archive of arrays, each under its site: numpy.load(\"run.npz\")[\"1/gradient/fc1/weight\"]."
                    + " parity run takes it for a side (--reference trace:run.npz), parity diff compares two."
        },
        sortOptions = false)
final class RecordCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", description = "What to train: a JSON file (see parity schema).")
    private Path specFile;

    @Option(names = "--engine", paramLabel = "ENGINE", description = "What computes: torch, handwritten or numeric.")
    private String engine;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "TRACE",
            description =
                    "Where to: a name that ends in .npz or .safetensors, or, without an ending, a folder with one .npz a"
                            + " step.")
    private Path output;

    @Option(
            names = "--start",
            description =
                    "Compute nothing, and write only what every engine begins with and is fed: weights, and each step's"
                            + " batch and masks.")
    private boolean start;

    @Option(
            names = "--inject",
            paramLabel = "FAULT[@LAYER][:STEP]",
            description = "Plant a bug in the handwritten engine (see parity list faults). May be repeated.")
    private List<String> inject = List.of();

    @Mixin
    private SpecOptions overrides;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = command.commandLine().getOut();
        if (start == (engine != null)) {
            throw new BadInput(
                    start
                            ? "--start computes nothing; leave out --engine or --start"
                            : "what is to be recorded? --engine torch (or handwritten, numeric), or --start for the weights and batches");
        }
        Folder folder = overrides.folder(specFile);
        Experiment experiment = SpecReader.read(folder, overrides.overrides());
        new Outputs(Map.of("--output " + output, output)).spare(folder.read());
        Optional<EngineChoice> choice = Optional.ofNullable(engine).map(EngineChoice::of);
        Recording.Request request = new Recording.Request(
                experiment, choice, faults(experiment, choice), overrides.threads(), output, Version.number());
        long sites;
        try (Progress progress = Progress.of(command.commandLine().getErr(), experiment.name(), experiment.steps())) {
            sites = Recording.write(request, progress);
        }
        out.printf(
                Locale.ROOT,
                "%s: %,d site%s of %,d step%s, %s%n",
                Printable.line(output.toString()),
                sites,
                sites == 1 ? "" : "s",
                experiment.steps(),
                experiment.steps() == 1 ? "" : "s",
                size(bytes(output)));
        return Exit.AGREES;
    }

    /** A spec's own faults are those of its handwritten side. */
    private List<String> faults(Experiment experiment, Optional<EngineChoice> choice) {
        List<String> faults = new ArrayList<>(inject);
        if (choice.filter(EngineChoice::takesFaults).isPresent()) {
            faults.addAll(0, experiment.inject());
        }
        return faults;
    }

    private static long bytes(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
