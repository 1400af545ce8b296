package dev.parity.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.engine.Engine;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * {@code scripts/score alarms}: random networks, computed by sides that are right, which record everything or leave something out. Whatever the
 * audit finds is a false alarm.
 */
final class Alarms {
    private static final int STEPS = 4;

    private final Map<String, Worst> worst = new TreeMap<>();
    private final List<String> found = new ArrayList<>();
    private final Map<Kind, Integer> written = new TreeMap<>();
    private final Set<Integer> alarmed = new HashSet<>();
    private int networks;
    private int refused;
    private int crashed;

    /** A false alarm. */
    record Alarm(Audit.Finding finding, Side side, Cut cut, DType dtype) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s, %s, %s%s: %s, %d of %d elements, %.3g sigma%s",
                    finding.kind(),
                    side.name().toLowerCase(Locale.ROOT),
                    dtype.name().toLowerCase(Locale.ROOT),
                    cut == Cut.NOTHING ? "" : ", " + cut.name().toLowerCase(Locale.ROOT) + " left out",
                    finding.site(),
                    finding.failing(),
                    finding.elements(),
                    finding.noise(),
                    finding.finite() ? "" : ", not finite");
        }
    }

    /** Draws networks from number {@code first} on. {@code folder} takes a spec for each kind of alarm, made smaller. */
    static Alarms networks(int count, long seed, int first, Optional<Path> folder) throws IOException {
        Alarms alarms = new Alarms();
        Networks networks = Networks.hard(seed);
        for (int number = first; number < first + count; number++) {
            ObjectNode spec = networks.draw(number);
            List<Alarm> all = alarms.network(spec, Side.of(number), Cut.of(number), number);
            for (Alarm alarm : all) {
                alarms.found.add(number + " " + alarm);
            }
            if (!all.isEmpty() && folder.isPresent()) {
                alarms.write(spec, all.get(0), folder.get().resolve("alarm-" + seed + "-" + number + ".json"));
            }
        }
        return alarms;
    }

    /** Judges specs, such as those that were written, with traces that leave out each of these. */
    static Alarms specs(List<Path> files, List<Cut> cuts) throws IOException {
        Alarms alarms = new Alarms();
        for (Path file : files) {
            for (Alarm alarm : alarms.network(Networks.load(file), List.of(Side.values()), cuts, alarms.networks)) {
                alarms.found.add(file + " " + alarm);
            }
        }
        return alarms;
    }

    private List<Alarm> network(ObjectNode spec, List<Side> sides, List<Cut> cuts, int number) {
        networks++;
        List<Alarm> all = new ArrayList<>();
        try {
            Experiment read = Networks.read(spec);
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                network(read.in(dtype), sides, cuts, all);
            }
        } catch (BadInput refusal) {
            refused++;
        } catch (RuntimeException e) {
            crashed++;
            System.out.println(number + " crashes: " + last(e) + "\n  " + spec);
        }
        if (!all.isEmpty()) {
            alarmed.add(number);
        }
        return all;
    }

    /** Draws once, runs each side once, and compiles the audit's programs once for all of them: that is most of what it takes. */
    private void network(Experiment experiment, List<Side> sides, List<Cut> cuts, List<Alarm> all) {
        DType dtype = experiment.dtype();
        Start start = Start.draw(experiment);
        try (Audit audit = new Audit(experiment, start)) {
            for (Side side : sides) {
                List<Trace> traces = run(experiment, start, side);
                for (Cut cut : cuts) {
                    Worst here = worst.computeIfAbsent(name(dtype, side, cut), k -> new Worst());
                    judge(audit, start, traces, cut).forEach(finding -> {
                        here.add(finding);
                        if (!finding.passes()) {
                            all.add(new Alarm(finding, side, cut, dtype));
                        }
                    });
                }
            }
        }
    }

    private static List<Trace> run(Experiment experiment, Start start, Side side) {
        try (Engine engine = side.open(experiment, start)) {
            return IntStream.rangeClosed(1, Math.min(experiment.steps(), STEPS))
                    .mapToObj(step -> engine.step(start.batch(step)))
                    .toList();
        }
    }

    private static List<Audit.Finding> judge(Audit audit, Start start, List<Trace> traces, Cut cut) {
        List<Audit.Finding> findings = new ArrayList<>();
        try (Audit afresh = audit.afresh()) {
            for (int step = 1; step <= traces.size(); step++) {
                findings.addAll(afresh.step(start.batch(step), cut.of(traces.get(step - 1))));
            }
        }
        return findings;
    }

    private static String last(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage());
        return cause.getClass().getSimpleName() + " " + text.substring(Math.max(0, text.length() - 500));
    }

    private static String name(DType dtype, Side side, Cut cut) {
        String who =
                switch (side) {
                    case HANDWRITTEN -> "handwritten";
                    case TORCH -> "torch";
                    case PLAIN, OTHER -> "second set";
                };
        return who + ", " + dtype.name().toLowerCase(Locale.ROOT) + (cut == Cut.NOTHING ? "" : ", cut");
    }

    /** The first three of each kind are written: the first made smaller. */
    private void write(ObjectNode spec, Alarm alarm, Path file) throws IOException {
        int before = written.merge(alarm.finding().kind(), 1, Integer::sum);
        if (before > 3) {
            return;
        }
        ObjectNode small = before > 1 ? spec : Networks.smaller(spec, s -> alarmsAgain(s, alarm));
        Files.createDirectories(file.getParent());
        Files.writeString(file, Networks.text(small));
        System.out.println(file + " " + alarm);
        if (before == 1) {
            System.out.println("  " + small.get("layers") + "\n  " + small.get("loss"));
        }
        System.out.flush();
    }

    private static boolean alarmsAgain(ObjectNode spec, Alarm alarm) {
        try {
            Experiment experiment = Networks.read(spec).in(alarm.dtype());
            Start start = Start.draw(experiment);
            try (Audit audit = new Audit(experiment, start)) {
                return judge(audit, start, run(experiment, start, alarm.side()), alarm.cut()).stream()
                        .anyMatch(f -> !f.passes()
                                && f.kind().equals(alarm.finding().kind())
                                && f.finite() == alarm.finding().finite());
            }
        } catch (RuntimeException refused) {
            return false;
        }
    }

    List<String> found() {
        return found;
    }

    int crashed() {
        return crashed;
    }

    int judged() {
        return networks - refused - crashed;
    }

    Map<String, Worst> worst() {
        return worst;
    }

    String report() {
        StringBuilder text = new StringBuilder();
        worst.forEach(
                (name, table) -> text.append("\n").append(name).append('\n').append(table.table()));
        return text.append(String.format(
                        Locale.ROOT,
                        "%n%d networks (%d refused, %d crashed), %d sites: %d false alarms in %d networks%n",
                        networks,
                        refused,
                        crashed,
                        worst.values().stream().mapToLong(Worst::sites).sum(),
                        worst.values().stream().mapToLong(Worst::alarms).sum(),
                        alarmed.size()))
                .toString();
    }
}
