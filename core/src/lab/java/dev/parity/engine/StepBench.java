package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.parity.graph.Batch;
import dev.parity.nn.Array;
import dev.parity.spec.Experiment;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.DType;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A training step (forward, backward, update) of both engines in turn. Each hands over all its arrays, which is no part of a
 * training step: what that takes is measured apart, by handing over arrays of the same shapes, and taken off.
 */
final class StepBench {
    /** Until the compiler has done what it will do. */
    private static final int WARM = 150;

    private static final int ROUNDS = 80;

    private StepBench() {}

    static void measure(Turns turns, List<String> specs) throws Exception {
        Bench.say(
                "a training step, lower quartile of %d; \"bare\" is without handing the arrays over",
                turns.rounds(ROUNDS));
        Bench.say("%-24s %-8s %7s  %-40s  %s", "", "", "threads", "handwritten      torch      ratio", "bare");
        for (String spec : specs) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                for (int threads = 1; threads <= 2; threads++) {
                    measure(turns, spec, dtype, threads);
                }
            }
        }
    }

    private static void measure(Turns turns, String spec, DType dtype, int threads) throws Exception {
        int steps = 1 + turns.rounds(WARM) + 1 + turns.rounds(ROUNDS) + 1; // a round of each does not count
        Experiment experiment = Bench.read(
                spec, new SpecReader.Overrides(OptionalInt.of(steps), OptionalLong.empty(), Optional.of(dtype)));
        Start start = Start.draw(experiment);
        List<Batch> batches =
                IntStream.rangeClosed(1, steps).mapToObj(start::batch).toList();
        try (Engine handwritten = EngineChoice.HANDWRITTEN.open(experiment, start, threads, List.of());
                Engine torch = EngineChoice.TORCH.open(experiment, start, threads, List.of());
                NDManager manager = Torch.open(threads);
                TorchModule module = TorchModule.compile(manager, PackedArrays.PACK)) {
            Trace trace = handwritten.step(batches.get(0));
            torch.step(batches.get(0));
            Turns.Work ours = handOver(trace);
            Turns.Work theirs = handOver(trace, manager, module);
            int[] done = {1, 1};
            Turns.Work[] works = {
                () -> handwritten.step(batches.get(done[0]++)), () -> torch.step(batches.get(done[1]++)), ours, theirs
            };
            turns.quartile(WARM, works);
            double[] t = turns.quartile(ROUNDS, works);
            double bare = t[0] - t[2];
            double bareTorch = t[1] - t[3];
            String name = Path.of(spec).getFileName().toString();
            Bench.say(
                    "%-24s %-8s %7d  %8.2f ms %8.2f ms %8.2f        %8.2f ms %8.2f ms %8.2f",
                    name.equals("right.json") ? Path.of(spec).getParent().getFileName() : name,
                    dtype,
                    threads,
                    1e3 * t[0],
                    1e3 * t[1],
                    t[0] / t[1],
                    1e3 * bare,
                    1e3 * bareTorch,
                    bare / bareTorch);
        }
    }

    /** Copies arrays like those of a trace to the heap, as the handwritten engine records them. */
    private static Turns.Work handOver(Trace trace) {
        Map<Site, Array> arrays = new LinkedHashMap<>();
        trace.forEach((site, value) -> {
            Array array = HandwrittenEngine.allocate(value.dtype(), value.shape());
            array.load(value);
            arrays.put(site, array);
        });
        return () -> {
            Trace copy = new Trace();
            arrays.forEach((site, array) -> copy.put(site, array.tensor()));
        };
    }

    /** Ships arrays like those of a trace out of libtorch, as the torch engine does. */
    private static Turns.Work handOver(Trace trace, NDManager manager, TorchModule module) {
        Map<Site, NDArray> arrays = new LinkedHashMap<>();
        trace.forEach((site, value) -> {
            if (site.phase() != Phase.DATA) {
                arrays.put(site, Torch.send(manager, value));
            }
        });
        return () -> {
            try (NDManager scope = manager.newSubManager()) {
                PackedArrays packed = new PackedArrays();
                arrays.forEach(packed::put);
                packed.unload(module, scope, new Trace());
            }
        };
    }
}
