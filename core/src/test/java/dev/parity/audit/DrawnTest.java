package dev.parity.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parity.engine.Batch;
import dev.parity.engine.Examples;
import dev.parity.engine.Start;
import dev.parity.engine.TorchProgram;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The two ways to a deviation agree: rules by hand, and the layer in noisy primitives, drawn 256 times. The mean squares over each array are
 * held against each other.
 */
class DrawnTest {
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

    private void layer(String line, String noisy) {
        Experiment experiment = experiment(line);
        Node node = experiment.nodes().get(0);
        NodeOperands operands = NodeOperands.of(experiment, node);
        Methods drawn = new Methods();
        new NodeScript(drawn, 1, operands).scatter(noisy);
        Start start = Start.draw(experiment);
        Batch batch = start.batch(1);
        List<Tensor> all = new ArrayList<>();
        node.inputs().forEach(w -> all.add(batch.columns().get(w.output())));
        operands.weights().forEach(w -> all.add(start.weights().get(w)));
        all.add(batch.columns().get("y")); // as good a gradient as any
        compare(experiment, line, drawn + COMPARE.formatted("e", "s"), all);
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

    private static Experiment experiment(String line) {
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
