package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.parity.Parity;
import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.nn.loss.CrossEntropyLoss;
import dev.parity.nn.loss.Reduction;
import dev.parity.report.Timing;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long things take, as ratios within one run: what is compared takes turns, and of the repetitions the median counts.
 * Started by {@code scripts/bench}, in the checkout's folder.
 */
final class Bench {
    private static final String SOFTMAX = "fixtures/softmax-squared-error/right.json";
    private static final String DIGITS = "fixtures/four-linear-digits/right.json";

    private Bench() {}

    public static void main(String[] args) throws Exception {
        List<String> parts = List.of(args);
        boolean all = parts.isEmpty();
        if (all || parts.contains("process")) {
            process();
        }
        if (all || parts.contains("loss")) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                for (int threads = 1; threads <= 2; threads++) {
                    loss(dtype, threads);
                }
            }
        }
        if (all || parts.contains("step")) {
            for (int threads = 1; threads <= 2; threads++) {
                step(threads);
            }
        }
        if (all || parts.contains("compare")) {
            compare(SOFTMAX);
            compare(DIGITS);
        }
        System.exit(0); // libtorch's and ND4J's threads would keep the process
    }

    /** Something to be timed. */
    private interface Work {
        void run() throws Exception;
    }

    /** Times the works in turn, after a round that does not count; the median seconds of each. */
    private static double[] times(int rounds, Work... works) throws Exception {
        double[][] seconds = new double[works.length][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < works.length; i++) {
                long began = System.nanoTime();
                works[i].run();
                if (round >= 0) {
                    seconds[i][round] = (System.nanoTime() - began) / 1e9;
                }
            }
        }
        return Arrays.stream(seconds).mapToDouble(Bench::median).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    /** The whole process against the question's own program, NumPy by hand and then PyTorch, 500 steps each. */
    private static void process() throws Exception {
        String python = Optional.ofNullable(System.getenv("PYTHON")).orElse("python3");
        if (status(python, "-c", "import numpy, torch") != 0) {
            say("process, 500 steps: skipped, %s has no torch and numpy; name one that has with PYTHON=/path/to/python", python);
            return;
        }
        String threads = Optional.ofNullable(System.getenv("PARITY_THREADS")).orElse("2");
        double[] t = times(
                7,
                () -> check(status("scripts/parity", "run", SOFTMAX)),
                () -> check(status(python, "core/src/bench/softmax_squared_error.py", "500", threads)));
        say("process, 500 steps: parity %.2f s, Python %.2f s: parity takes %.2f times as long", t[0], t[1], t[0] / t[1]);
    }

    private static int status(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("ended with " + status);
        }
    }

    /** Softmax cross-entropy of 3200 x 3200 numbers, forward and backward, the way the case's own program composes it, and fused. */
    private static final String LOSSES =
            """
            def composed(self, a: List[Tensor]) -> List[Tensor]:
              x = a[0].detach().requires_grad_(True)
              e = torch.exp(x)
              p = torch.div(e, torch.sum(e, [1], True))
              value = torch.neg(torch.mean(torch.log(torch.gather(p, 1, a[1].unsqueeze(1)))))
              return [value.detach(), self.dx(value, x)]
            def fused(self, a: List[Tensor]) -> List[Tensor]:
              x = a[0].detach().requires_grad_(True)
              value = torch.nll_loss(torch.log_softmax(x, 1), a[1])
              return [value.detach(), self.dx(value, x)]
            def dx(self, value: Tensor, x: Tensor) -> Tensor:
              g = torch.autograd.grad([value], [x])[0]
              if g is None:
                out = x
              else:
                out = g
              return out
            """;

    private static void loss(DType dtype, int threads) throws Exception {
        int n = 3200;
        java.util.Random random = new java.util.Random(0);
        Tensor x = Tensor.fill(dtype, Shape.of(n, n), i -> random.nextGaussian());
        Tensor y = Tensor.fill(DType.INT64, Shape.of(n), i -> i);

        Natives.nd4j();
        Rows.threads(threads);
        Frame frame = new Frame(dtype, HandwrittenEngine::allocate);
        Array input = HandwrittenEngine.allocate(dtype, x.shape());
        Array target = HandwrittenEngine.allocate(DType.INT64, y.shape());
        input.load(x);
        target.load(y);
        frame.lend(List.of(input));
        frame.lend("target", target);
        CrossEntropyLoss loss = new CrossEntropyLoss(Reduction.mean, -100, 0);
        double[] values = new double[3];

        try (NDManager manager = Torch.open(threads);
                TorchModule module = TorchModule.compile(manager, LOSSES)) {
            List<NDArray> arguments = List.of(Torch.send(manager, x), Torch.send(manager, y));
            double[] t = times(
                    15,
                    () -> {
                        values[0] = loss.forward(frame);
                        loss.backward(frame, 1);
                    },
                    () -> values[1] = run(module, "composed", manager, arguments),
                    () -> values[2] = run(module, "fused", manager, arguments));
            if (Math.abs(values[0] - values[1]) > 1e-5 || Math.abs(values[0] - values[2]) > 1e-5) {
                throw new IllegalStateException("these are not the same loss: " + Arrays.toString(values));
            }
            say("loss 3200 x 3200, %s, %d thread%s: handwritten %.1f ms, composed %.1f ms (%.2f times), fused %.1f ms (%.2f times)",
                    dtype, threads, threads == 1 ? "" : "s", 1e3 * t[0], 1e3 * t[1], t[1] / t[0], 1e3 * t[2], t[2] / t[0]);
        }
    }

    private static double run(TorchModule module, String method, NDManager manager, List<NDArray> arguments) {
        try (NDManager scope = manager.newSubManager()) {
            return Torch.fetch(module.run(method, scope, arguments).get(0)).get(0);
        }
    }

    /** A training step of the four linear layers, each side handing over its arrays. */
    private static void step(int threads) throws Exception {
        Experiment experiment = read(DIGITS);
        Start start = Start.draw(experiment);
        List<Engine> engines = new ArrayList<>();
        for (String name : List.of(Engines.HANDWRITTEN, Engines.TORCH)) {
            engines.add(Engines.open(name, experiment, start, threads, List.of()));
        }
        int[] done = new int[2];
        double[] t = times(
                60,
                () -> engines.get(0).step(start.batch(++done[0])),
                () -> engines.get(1).step(start.batch(++done[1])));
        engines.forEach(Engine::close);
        say("step of four linear layers, %d thread%s: handwritten %.2f ms, torch %.2f ms (%.2f times)",
                threads, threads == 1 ? "" : "s", 1e3 * t[0], 1e3 * t[1], t[1] / t[0]);
    }

    /** The share of a run that goes into comparing. */
    private static void compare(String spec) {
        Experiment experiment = read(spec);
        var request = new Parity.Request(
                experiment, Engines.TORCH, Engines.HANDWRITTEN, Optional.empty(), List.of(), 2);
        double[] shares = new double[5];
        for (int round = -1; round < shares.length; round++) {
            Timing timing = Parity.run(request, step -> {}).timing();
            if (round >= 0) {
                shares[round] = timing.comparing() / timing.total();
            }
        }
        say("comparing, %s: %.0f %% of a run with the libraries loaded", spec, 100 * median(shares));
    }

    private static Experiment read(String spec) {
        return SpecReader.read(new Folder(Path.of(spec), List.of()), SpecReader.Overrides.none());
    }
}
