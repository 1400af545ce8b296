package dev.parity.score;

import dev.parity.engine.Batch;
import dev.parity.engine.Engine;
import dev.parity.engine.Start;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import java.util.List;
import java.util.Locale;

/** {@code scripts/score drift}: long free runs of the real networks, on which rounding grows and the audit stays clean. */
final class Drift {
    private Drift() {}

    /** Whether there was no alarm. */
    static boolean print(int steps, List<String> names) {
        boolean clean = true;
        for (String name : RealNetworks.named(names)) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                for (Side side : Side.values()) {
                    Worst worst = run(RealNetworks.read(name, dtype, steps), side, steps);
                    System.out.printf(
                            Locale.ROOT,
                            "%-7s %-8s %-12s %d steps, %d sites: %d false alarms, max d/sigma %.3g%n",
                            name,
                            dtype.name().toLowerCase(Locale.ROOT),
                            side.name().toLowerCase(Locale.ROOT),
                            steps,
                            worst.sites(),
                            worst.alarms(),
                            worst.noise());
                    if (worst.alarms() > 0) {
                        System.out.print(worst.table());
                    }
                    clean &= worst.alarms() == 0;
                }
            }
        }
        return clean;
    }

    private static Worst run(Experiment experiment, Side side, int steps) {
        Worst worst = new Worst();
        Start start = Start.draw(experiment);
        try (Engine engine = side.open(experiment, start);
                Audit audit = new Audit(experiment, start)) {
            for (int step = 1; step <= steps; step++) {
                Batch batch = start.batch(step);
                audit.step(batch, engine.step(batch)).forEach(worst::add);
            }
        }
        return worst;
    }
}
