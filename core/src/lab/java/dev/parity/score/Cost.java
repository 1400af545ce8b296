package dev.parity.score;

import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.engine.TorchEngine;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.trace.Trace;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * {@code scripts/score cost}: what the audit of a step takes, beside what both sides take for it, in one process and in turn. On one thread the
 * processor's time counts, which a busy machine does not stretch: its mean, since a few steps take ten times as long; on two, time, of which
 * the lower quartile.
 */
final class Cost {
    /** The second compiler comes late to small networks. */
    private static final int WARM = 60;

    private static final int STEPS = 60;

    private Cost() {}

    /** Whether the audit costs no more than both runs in float64, and no more than twice that in float32. */
    static boolean print(List<String> names) {
        System.out.printf(
                "%-8s %-8s %8s %10s %12s %10s %18s%n",
                "", "", "threads", "torch ms", "handwritten", "audit", "audit / both runs");
        boolean good = true;
        for (String name : RealNetworks.named(names)) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                for (int threads = 1; threads <= 2; threads++) {
                    double[] ms = run(RealNetworks.read(name, dtype, WARM + STEPS), threads);
                    double ratio = ms[2] / (ms[0] + ms[1]);
                    good &= ratio <= (dtype == DType.FLOAT64 ? 1 : 2);
                    System.out.printf(
                            Locale.ROOT,
                            "%-8s %-8s %8d %10.2f %12.2f %10.2f %18.2f%n",
                            name,
                            dtype.name().toLowerCase(Locale.ROOT),
                            threads,
                            ms[0],
                            ms[1],
                            ms[2],
                            ratio);
                }
            }
        }
        return good;
    }

    private static double[] run(Experiment experiment, int threads) {
        LongSupplier clock =
                threads == 1 ? ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime : System::nanoTime;
        double[][] ms = new double[3][STEPS];
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, threads);
                Engine handwritten = new HandwrittenEngine(experiment, start, threads, List.of());
                Audit audit = new Audit(experiment, start, threads)) {
            for (int i = -WARM; i < STEPS; i++) {
                Batch batch = start.batch(i + WARM + 1);
                long zero = clock.getAsLong();
                torch.step(batch);
                long one = clock.getAsLong();
                Trace trace = handwritten.step(batch);
                long two = clock.getAsLong();
                audit.step(batch, trace);
                long three = clock.getAsLong();
                if (i >= 0) {
                    ms[0][i] = (one - zero) / 1e6;
                    ms[1][i] = (two - one) / 1e6;
                    ms[2][i] = (three - two) / 1e6;
                }
            }
        }
        return Arrays.stream(ms)
                .mapToDouble(
                        values -> threads == 1 ? Arrays.stream(values).average().orElseThrow() : quartile(values))
                .toArray();
    }

    private static double quartile(double[] values) {
        Arrays.sort(values);
        return values[values.length / 4];
    }
}
