package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.nn.loss.CrossEntropyLoss;
import dev.parity.nn.loss.Reduction;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Softmax cross-entropy of 3200 x 3200 numbers, forward and backward: by hand, the way the case's own program composes it, and fused. */
final class LossBench {
    private static final String LOSSES = """
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

    static void measure(Turns turns) throws Exception {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int threads = 1; threads <= 2; threads++) {
                measure(turns, dtype, threads);
            }
        }
    }

    private static void measure(Turns turns, DType dtype, int threads) throws Exception {
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
            double[] t = turns.quartile(
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
            Bench.say(
                    "loss 3200 x 3200, %s, %d thread%s: handwritten %.1f ms, composed %.1f ms (%.2f times), fused %.1f ms (%.2f times)",
                    dtype,
                    threads,
                    threads == 1 ? "" : "s",
                    1e3 * t[0],
                    1e3 * t[1],
                    t[1] / t[0],
                    1e3 * t[2],
                    t[2] / t[0]);
        }
    }

    private static double run(TorchModule module, String method, NDManager manager, List<NDArray> arguments) {
        try (NDManager scope = manager.newSubManager()) {
            return Torch.fetch(module.run(method, scope, arguments).get(0)).get(0);
        }
    }

    private LossBench() {}
}
