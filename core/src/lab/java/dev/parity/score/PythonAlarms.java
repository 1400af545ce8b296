package dev.parity.score;

import dev.parity.engine.Start;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.trace.Trace;
import dev.parity.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * {@code scripts/score alarms TRACE...}: what PyTorch recorded in Python, by {@code scripts/record_alarms.py}, whole and cut. PyTorch is what the audit
 * trusts, in another release and with other kernels than ours: whatever is found is a false alarm. The spec of a trace is the file of
 * its name that ends in {@code .json}.
 */
final class PythonAlarms {
    private final List<String> found = new ArrayList<>();
    private long sites;
    private int traces;

    private final Consumer<String> say;

    private PythonAlarms(Consumer<String> say) {
        this.say = say;
    }

    /** The traces that are checked in, where a script or the build starts this: in the checkout or its module. */
    static List<Path> checkedIn() throws IOException {
        Path inModule = Path.of("src", "test", "resources", "python");
        Path folder = Files.isDirectory(inModule) ? inModule : Path.of("core").resolve(inModule);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            f -> f.toString().endsWith(".npz") && !f.toString().endsWith(".data.npz"))
                    .sorted()
                    .toList();
        }
    }

    /** @param say takes each false alarm as it is found */
    static PythonAlarms of(List<Path> traces, IntFunction<List<Cut>> cuts, Consumer<String> say) {
        PythonAlarms alarms = new PythonAlarms(say);
        for (Path trace : traces) {
            alarms.judge(trace, cuts.apply(alarms.traces));
        }
        return alarms;
    }

    private void judge(Path file, List<Cut> cuts) {
        traces++;
        String name = file.getFileName().toString().replaceFirst("\\.npz$", "");
        Experiment experiment = SpecReader.read(
                new Folder(file.resolveSibling(name + ".json"), List.of()), SpecReader.Overrides.none());
        Start start = Start.draw(experiment);
        try (TraceReader reader = TraceReader.open(file);
                Audit audit = new Audit(experiment, start)) {
            for (Cut cut : cuts) {
                try (Audit afresh = audit.afresh()) {
                    for (int step : reader.steps()) {
                        Trace recorded = cut.of(reader.step(step));
                        afresh.step(start.batch(step), recorded).forEach(finding -> note(name, cut, finding));
                    }
                }
            }
        }
    }

    private void note(String name, Cut cut, Audit.Finding finding) {
        sites++;
        if (!finding.passes()) {
            String alarm = String.format(
                    Locale.ROOT,
                    "%s%s: %s, %s, %d of %d elements, %.3g sigma",
                    name,
                    cut == Cut.NOTHING ? "" : ", " + cut.name().toLowerCase(Locale.ROOT) + " left out",
                    finding.kind(),
                    finding.site(),
                    finding.failing(),
                    finding.elements(),
                    finding.noise());
            found.add(alarm);
            say.accept(alarm);
        }
    }

    List<String> found() {
        return found;
    }

    long sites() {
        return sites;
    }

    String report() {
        return String.format(
                Locale.ROOT,
                "%n%d traces by Python's PyTorch, %d sites: %d false alarms%n",
                traces,
                sites,
                found.size());
    }
}
