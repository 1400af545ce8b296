package dev.parity.audit.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parity.audit.Allowance;
import dev.parity.audit.plan.NodeOperands;
import dev.parity.audit.script.AuditScript;
import dev.parity.audit.script.LossScript;
import dev.parity.audit.script.Methods;
import dev.parity.audit.script.RoundingScript;
import dev.parity.engine.Examples;
import dev.parity.engine.Start;
import dev.parity.engine.TorchProgram;
import dev.parity.engine.TorchProgram.Lent;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The two ways to a deviation agree: rules by hand, and the layer in noisy primitives, drawn 256 times. The mean squares over each array are
 * held against each other.
 */
public class DrawnTest {
    private static final double FACTOR = 2;

    private static final String COMPARE = """
            def compare(self, a: List[Tensor]) -> List[Tensor]:
              u = 1.1102230246251565e-16
              e = self.%1$s0(a)
              s = self.%2$s0(a, e, u)
              n: List[Tensor] = [torch.zeros_like(t) for t in e]
              for r in range(64):
                d = self.%2$s1(a, e, u)
                n = [n[i] + torch.square(d[i]) / 64. for i in range(len(n))]
              out: List[Tensor] = []
              for i in range(len(n)):
                out.append(torch.sqrt(torch.mean(torch.square(s[i])) / torch.mean(n[i])))
              return [torch.stack(out)]
            """;

    /** Softmax as attention has it: logits at the size of the largest, p (g - Σ p g) at that of g. */
    private static final String SOFTMAX = """
            M = torch.amax(torch.abs(x), [-1], True) + torch.log(x.size(-1)) + 1.
            z = self.a(x, M, u)
            y = self.r(torch.softmax(z, -1), u)
            p = y.detach()
            z = z - z.detach()
            y = y + p * (self.noise(p, u) * z + self.noise(p, u) * torch.sum(p * z, [-1], True))
            """;

    private static final String LOG_SOFTMAX = """
            M = torch.amax(torch.abs(x), [-1], True) + torch.log(x.size(-1)) + 1.
            z = self.a(x, M, u)
            top = torch.amax(z, [-1], True).detach()
            d = self.r(z - top, u)
            l = self.r(torch.log(self.r(torch.sum(self.r(torch.exp(d), u), [-1], True), u)), u)
            y = self.a(d - l, torch.abs(d) + torch.abs(l), u)
            """;

    /** A norm over the last dimension: sums round as sums, what is taken apart at the size of its parts. */
    private static final String NORM = """
            n = float(x.size(-1))
            mu = self.a(torch.mean(x, [-1], True), torch.sqrt(torch.mean(x * x, [-1], True)) * ((1. + n / 3.) / n) ** 0.5, u)
            t = self.a(x - mu, torch.abs(x) + torch.abs(mu), u)
            v = torch.mean(self.r(t * t, u), [-1], True)
            v = self.a(v, v * ((1. + n / 3.) / n) ** 0.5, u)
            t = self.r(t * self.r(torch.rsqrt(v + 1e-05), u), u)
            """;

    /** The mean squares of 64 draws. */
    private static final String SQUARES = """
            def squares(self, a: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]:
              n: List[Tensor] = [torch.zeros_like(t) for t in e]
              for r in range(16):
                d = self.s0(a, e, u)
                n = [n[i] + torch.square(d[i]) / 16. for i in range(len(n))]
              return n
            """;

    /** What an array's elements usually are off by, what is expected of them, and 45 of their deviations. */
    private static final String LIMITS = """
            def limits(self, a: List[Tensor]) -> List[Tensor]:
              u = 5.9604644775390625e-08
              e = self.e0(a)
              s = %1$s
              out = [torch.tensor(self.usual0(a, e, u), dtype=7)]
              for i in range(len(e)):
                out.append(e[i])
                out.append(%2$s * torch.maximum(s[i].double().expand(e[i].size()), 0.5 * u * torch.abs(e[i])))
              return out
            """;

    private final List<String> off = new ArrayList<>();
    private int compared;

    @AfterEach
    void allAgree() {
        assertEquals(List.of(), off);
    }

    @Test
    void softmax() {
        layer("{'layer': {'type': 'Softmax', 'dim': -1}, 'x': [6, 9], 'y': [6, 9]}", SOFTMAX);
        assertEquals(2, compared);
    }

    @Test
    void logSoftmax() {
        layer("{'layer': {'type': 'LogSoftmax', 'dim': -1}, 'x': [6, 9], 'y': [6, 9]}", LOG_SOFTMAX);
        assertEquals(2, compared);
    }

    @Test
    void crossEntropy() {
        loss(
                "{'x': {'randn': [6, 9]}, 'y': {'randint': [0, 9], 'shape': [6]}, 'loss': {'type': 'CrossEntropyLoss'}}",
                LOG_SOFTMAX + """
                        value = -torch.mean(torch.gather(y, -1, target.unsqueeze(-1)))
                        value = self.a(value, torch.abs(value), u)
                        """);
        assertEquals(2, compared);
    }

    @Test
    void norms() {
        String affine = "y = self.a(t * %1$s + %2$s, torch.abs(t * %1$s) + torch.abs(%2$s), u)\n";
        layer(
                "{'layer': {'type': 'LayerNorm', 'normalized_shape': [24]}, 'x': [5, 24], 'y': [5, 24]}",
                NORM + affine.formatted("weight.unsqueeze(1)", "bias.unsqueeze(1)"));
        layer(
                "{'layer': {'type': 'GroupNorm', 'num_groups': 2, 'num_channels': 4, 'affine': false}, 'x': [5, 4, 6], 'y': [5, 4, 6]}",
                "x = torch.reshape(x, [x.size(0), 5, 2, 12])\n" + NORM
                        + "y = torch.reshape(t, [x.size(0), 5, 4, 6])\n");
        layer(
                "{'layer': {'type': 'BatchNorm1d', 'num_features': 3, 'track_running_stats': false}, 'x': [16, 3], 'y': [16, 3]}",
                "x = torch.transpose(x, 1, 2)\n"
                        + NORM
                        + affine.formatted("weight.unsqueeze(2)", "bias.unsqueeze(2)")
                        + "y = torch.transpose(y, 1, 2)\n");
        assertEquals(4 + 2 + 4, compared);
    }

    /** What is said to be near without a draw is within 45 deviations of 64 draws. */
    @Test
    void nearIsNearer() {
        double u = DType.FLOAT32.roundoff();
        drawn(limits("[torch.sqrt(t) for t in self.squares(a, e, u)]"), "limits")
                .forEach((layer, results) -> {
                    for (int i = 0; 2 * i + 2 < results.size(); i++) {
                        double usual = results.get(0).get(i);
                        Tensor e = results.get(2 * i + 1);
                        Lent lent = new Lent(e.shape(), DoubleBuffer.wrap(e.doubles()));
                        assertTrue(near(e, lent, u, usual), layer + ", array " + i);
                        for (int j = 0; j < e.size(); j++) {
                            double[] c = e.doubles();
                            c[j] += Math.max(1.001 * results.get(2 * i + 2).get(j), 2 * Allowance.floor(u));
                            compared++;
                            if (near(Tensor.of(e.shape(), c), lent, u, usual)) {
                                off.add(layer + ", array " + i + ", element " + j);
                            }
                        }
                    }
                });
        assertEquals(12426, compared);
    }

    /** @param deviations of all arrays, as TorchScript */
    static String limits(String deviations) {
        return LIMITS.formatted(deviations, Allowance.DEVIATIONS);
    }

    private static boolean near(Tensor c, Lent e, double u, double usual) {
        return Screen.of(c, e, u, false).beside(e, u, usual, false).clean();
    }

    /** Where predictions are drawn, noise takes some out of the loss's domain, which PyTorch would refuse. */
    @Test
    void noiseMayLeaveTheDomainOfALoss() {
        Tensor one = Tensor.scalar(1);
        Tensor none = Tensor.of(Shape.of(2, 1), -1e-9, 0.5);
        Tensor half = Tensor.of(Shape.of(2, 1), 0.5, 0.5);
        String x = "'x': {'uniform': [0, 1], 'shape': [2, 1]}, 'y': {'uniform': [0, 1], 'shape': [2, 1]}";
        made("{%s, 'loss': {'type': 'BCELoss'}}".formatted(x), List.of(none, half, one));
        String two = x.replaceFirst("'x': (\\{.*?\\})", "'x': [$1, $1]");
        made("{%s, 'loss': {'type': 'GaussianNLLLoss'}}".formatted(two), List.of(half, none, half, one));
    }

    private static void made(String line, List<Tensor> operands) {
        try (TorchProgram program = new TorchProgram(AuditScript.of(experiment(line), DType.FLOAT64), 1)) {
            for (Tensor array : program.run("l0", operands)) {
                for (int i = 0; i < array.size(); i++) {
                    assertTrue(Double.isFinite(array.get(i)), line + " gives " + array.get(i));
                }
            }
        }
    }

    /** What a method says of each example of a layer whose deviations are drawn. */
    public static Map<String, List<Tensor>> drawn(String method, String name) {
        Map<String, List<Tensor>> all = new LinkedHashMap<>();
        for (Examples.Example example : Examples.of("layers")) {
            Experiment experiment = example.experiment("float64");
            Node node = experiment.nodes().get(0);
            if (node.layer().rounding().drawn() && node.inputs().size() == 1) {
                try (TorchProgram program =
                        new TorchProgram(AuditScript.of(experiment, DType.FLOAT64) + SQUARES + method, 1)) {
                    all.put(example.toString(), program.run(name, operands(experiment)));
                }
            }
        }
        assertEquals(24, all.size());
        return all;
    }

    private void layer(String line, String noisy) {
        Experiment experiment = experiment(line);
        Methods drawn = new Methods();
        new RoundingScript(
                        drawn, 1, NodeOperands.of(experiment, experiment.nodes().get(0)))
                .scatter(noisy);
        compare(experiment, line, drawn + COMPARE.formatted("e", "s"), operands(experiment));
    }

    /** What the only layer of an experiment is given. */
    public static List<Tensor> operands(Experiment experiment) {
        Node node = experiment.nodes().get(0);
        Start start = Start.draw(experiment);
        Batch batch = start.batch(1);
        List<Tensor> all = new ArrayList<>();
        node.inputs().forEach(w -> all.add(batch.columns().get(w.output())));
        NodeOperands.of(experiment, node)
                .weights()
                .forEach(w -> all.add(start.weights().get(w)));
        node.tensors().values().forEach(t -> all.add(start.operands().get(t)));
        node.columns().values().forEach(w -> all.add(batch.columns().get(w.output())));
        Tensor target = batch.columns().values().stream()
                .filter(t -> t.shape().equals(node.outputs().get(0).shape()))
                .reduce((first, last) -> last)
                .orElseThrow();
        all.add(target); // as good a gradient as any
        node.outputs().stream().skip(1).forEach(o -> all.add(Tensor.fill(DType.FLOAT64, o.shape(), i -> i % 3 - 1)));
        return all;
    }

    private void loss(String line, String noisy) {
        Experiment experiment = experiment(line);
        Objective.Term term = experiment.objective().terms().get(0);
        Methods drawn = new Methods();
        new LossScript(drawn, 1, term).scatter(noisy);
        Batch batch = Start.draw(experiment).batch(1);
        Tensor one = Tensor.fill(DType.FLOAT64, Shape.scalar(), i -> 1);
        compare(
                experiment,
                line,
                drawn + COMPARE.formatted("l", "m"),
                List.of(batch.columns().get("x"), batch.columns().get("y"), one));
    }

    public static Experiment experiment(String line) {
        try {
            return new Examples.Example(line, new ObjectMapper().readTree(line.replace('\'', '"')))
                    .experiment("float64");
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void compare(Experiment experiment, String name, String methods, List<Tensor> operands) {
        try (TorchProgram program = new TorchProgram(AuditScript.of(experiment, DType.FLOAT64) + methods, 1)) {
            Tensor ratios = program.run("compare", operands).get(0);
            for (int i = 0; i < ratios.size(); i++) {
                double ratio = ratios.get(i);
                System.out.printf(Locale.ROOT, "%s, array %d: %.2f%n", name, i, ratio);
                compared++;
                if (!(ratio >= 1 / FACTOR && ratio <= FACTOR)) {
                    off.add(name + ", array " + i + ": " + ratio);
                }
            }
        }
    }
}
