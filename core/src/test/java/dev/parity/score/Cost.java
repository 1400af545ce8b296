package dev.parity.score;

import dev.parity.engine.Batch;
import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.engine.TorchEngine;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.trace.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code scripts/score cost}: what the audit of a step takes, beside what both sides take for it, in one process and in turn. */
final class Cost {
    private static final int WARM = 10;
    private static final int STEPS = 40;

    private Cost() {}

    static void print(List<String> names) {
        System.out.printf(
                "%-8s %-8s %10s %12s %10s %22s%n", "", "", "torch ms", "handwritten", "audit", "audit / both runs");
        for (String name : RealNetworks.named(names)) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                double[] ms = run(RealNetworks.read(name, dtype, WARM + STEPS));
                System.out.printf(
                        Locale.ROOT,
                        "%-8s %-8s %10.2f %12.2f %10.2f %22.2f%n",
                        name,
                        dtype.name().toLowerCase(Locale.ROOT),
                        ms[0],
                        ms[1],
                        ms[2],
                        ms[2] / (ms[0] + ms[1]));
            }
        }
    }

    private static double[] run(Experiment experiment) {
        double[][] ms = new double[3][STEPS];
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of());
                Audit audit = new Audit(experiment, start)) {
            for (int i = -WARM; i < STEPS; i++) {
                Batch batch = start.batch(i + WARM + 1);
                long zero = System.nanoTime();
                torch.step(batch);
                long one = System.nanoTime();
                Trace trace = handwritten.step(batch);
                long two = System.nanoTime();
                audit.step(batch, trace);
                long three = System.nanoTime();
                if (i >= 0) {
                    ms[0][i] = (one - zero) / 1e6;
                    ms[1][i] = (two - one) / 1e6;
                    ms[2][i] = (three - two) / 1e6;
                }
            }
        }
        return Arrays.stream(ms).mapToDouble(Cost::median).toArray();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
