package dev.parity.engine;

import dev.parity.Parity;
import dev.parity.report.Timing;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import java.util.List;

/** The share of a run that goes into comparing. */
final class CompareBench {
    private CompareBench() {}

    static void measure(Turns turns, String spec) {
        Experiment experiment = Bench.read(spec);
        var request = Request.plain(experiment, "torch", "handwritten", List.of(), 2);
        double[] shares = new double[turns.rounds(5)];
        for (int round = -1; round < shares.length; round++) {
            Timing timing = Parity.run(request, step -> {}).run().timing();
            if (round >= 0) {
                shares[round] = timing.comparing() / timing.total();
            }
        }
        Bench.say("comparing, %s: %.0f %% of a run with the libraries loaded", spec, 100 * Turns.quartile(shares));
    }
}
