package dev.parity.score;

import dev.parity.engine.Engine;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import java.util.List;
import java.util.Locale;

/** {@code scripts/score drift}: long free runs of the real networks, on which rounding grows and the audit stays clean. */
final class Drift {
    private Drift() {}

    /**
     * Whether there was no alarm.
     *
     * @param words networks, or all, and what is left out of their traces, or nothing
     */
    static boolean print(int steps, List<String> words) {
        List<String> names = words.stream().filter(w -> Cut.named(w).isEmpty()).toList();
        List<Cut> cuts = words.stream().flatMap(w -> Cut.named(w).stream()).toList();
        boolean clean = true;
        for (String name : RealNetworks.named(names)) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                for (Side side : Side.values()) {
                    for (Cut cut : cuts.isEmpty() ? List.of(Cut.NOTHING) : cuts) {
                        clean &= print(name, dtype, side, cut, steps);
                    }
                }
            }
        }
        return clean;
    }

    private static boolean print(String name, DType dtype, Side side, Cut cut, int steps) {
        Worst worst = run(RealNetworks.read(name, dtype, steps), side, cut, steps);
        System.out.printf(
                Locale.ROOT,
                "%-7s %-8s %-12s %-9s %d steps, %d sites: %d false alarms, max d/sigma %.3g%n",
                name,
                dtype.name().toLowerCase(Locale.ROOT),
                side.name().toLowerCase(Locale.ROOT),
                cut == Cut.NOTHING ? "" : cut.name().toLowerCase(Locale.ROOT),
                steps,
                worst.sites(),
                worst.alarms(),
                worst.noise());
        if (worst.alarms() > 0) {
            System.out.print(worst.table());
        }
        return worst.alarms() == 0;
    }

    private static Worst run(Experiment experiment, Side side, Cut cut, int steps) {
        Worst worst = new Worst();
        Start start = Start.draw(experiment);
        try (Engine engine = side.open(experiment, start);
                Audit audit = new Audit(experiment, start)) {
            for (int step = 1; step <= steps; step++) {
                Batch batch = start.batch(step);
                audit.step(batch, cut.of(engine.step(batch))).forEach(worst::add);
            }
        }
        return worst;
    }
}
