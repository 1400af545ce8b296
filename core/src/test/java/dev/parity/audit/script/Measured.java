package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.engine.TorchProgram;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Wire;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The rules of one node or one loss, held against arrays that were made right: by hand, and by each of its other formulas in the
 * arrays' own type.
 */
final class Measured implements AutoCloseable {
    /**
     * One array that was made right.
     *
     * @param formula "by hand", or which other formula
     * @param noise the largest difference, in standard deviations
     * @param bound the largest, in worst cases; 0 where there is none
     * @param failing elements beyond 45 deviations
     * @param unjudged elements whose deviation is infinite
     */
    record Row(String formula, String array, double noise, double bound, int failing, int unjudged, int elements) {}

    private static final String TEXT = """
            def row(self, c: Tensor, e: Tensor, s: Tensor, b: Tensor, u: float) -> Tensor:
              if e.numel() == 0:
                return torch.zeros([5], dtype=7)
              e = e.double()
              j = self.judge(c, e.reshape(-1), s.expand(e.size()).reshape(-1), u, e.numel())
              d = torch.abs(c.double().reshape(e.size()) - e)
              d = torch.where(torch.isinf(c.double().reshape(e.size())) & (torch.abs(e) > 3.3e38), torch.zeros_like(d), d)
              d = torch.where(torch.isnan(d) | (d <= self.floor(u)), torch.zeros_like(d), d)
              q = torch.where(d == 0., torch.zeros_like(d), d / torch.maximum(b.double().expand(e.size()), u * torch.abs(e)))
              return torch.stack([j[1], torch.max(q), j[0], torch.sum(torch.isinf(s.double())).double(), torch.full([], float(e.numel()), dtype=7)])
            """;

    private static final Pattern MEASURE = Pattern.compile("measure");

    private final Experiment experiment;
    private final DType precision;
    private final TorchProgram program;
    private final int operands;
    private final List<String> formulas = new ArrayList<>();
    private final List<String> arrays = new ArrayList<>();

    private Measured(Experiment experiment, String rule, int operands, int others) {
        this.experiment = experiment;
        this.precision = experiment.dtype();
        this.operands = operands;
        formulas.add("by hand");
        for (int k = 0; k < others; k++) {
            formulas.add("formula " + k);
        }
        this.program = new TorchProgram(
                Reached.of(
                        AuditScript.of(experiment, precision) + AuditScript.bounds(experiment) + TEXT + rule, MEASURE),
                1);
    }

    /** The rules of the only layer. */
    static Measured layer(Experiment experiment) {
        Node node = experiment.nodes().get(0);
        NodeOperands all = NodeOperands.of(experiment, node);
        int operands =
                node.inputs().size() + all.names().size() + node.outputs().size();
        int others = node.layer().alternatives(experiment.dtype()).size();
        Measured measured = new Measured(
                experiment,
                measure(operands, "self.e0(o)", "self.s0(o, e, u)", "self.b0(o, e, u)", "self.x0_", others, experiment),
                operands,
                others);
        all.outputs().forEach(measured.arrays::add);
        all.weights().subList(all.trained(), all.weights().size()).forEach(measured.arrays::add);
        if (!node.layer().readsTokens()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                measured.arrays.add(Slot.dx(node.inputs().size(), i));
            }
        }
        all.weights().subList(0, all.trained()).forEach(w -> measured.arrays.add("d" + w));
        return measured;
    }

    /** The rules of the only loss. */
    static Measured loss(Experiment experiment) {
        Objective.Term term = experiment.objective().terms().get(0);
        int operands = term.predictions().size() + term.tensors().size() + 2;
        int others = term.loss().alternatives().size();
        Measured measured = new Measured(
                experiment,
                measure(operands, "self.l0(o)", "self.m0(o, e, u)", "self.c0(o, e, u)", "self.y0_", others, experiment),
                operands,
                others);
        measured.arrays.add("value");
        for (int i = 0; i < term.predictions().size(); i++) {
            measured.arrays.add(Slot.dx(term.predictions().size(), i));
        }
        return measured;
    }

    private static String measure(
            int operands, String e, String s, String b, String other, int others, Experiment experiment) {
        StringBuilder text =
                new StringBuilder("""
                def measure(self, a: List[Tensor]) -> List[Tensor]:
                  u = %s
                  o: List[Tensor] = []
                  for t in a[:%d]:
                    if t.is_floating_point():
                      o.append(t.double())
                    else:
                      o.append(t)
                  e = %s
                  s = %s
                  b = %s
                  all = [a[%d:]]
                """.formatted(experiment.dtype().roundoff(), operands, e, s, b, operands));
        for (int k = 0; k < others; k++) {
            text.append("  all.append(%s%d(a[:%d]))\n".formatted(other, k, operands));
        }
        return text + """
                  rows: List[Tensor] = []
                  for c in all:
                    for i in range(len(e)):
                      rows.append(self.row(c[i], e[i], s[i], b[i], u))
                  return [torch.stack(rows)]
                """;
    }

    /** Runs the engine by hand on inputs times a factor, and measures the last step. */
    void run(double factor, Consumer<Row> each) {
        Start start = Start.draw(experiment);
        Map<String, Tensor> before = new HashMap<>(start.weights());
        try (Engine engine = EngineChoice.HANDWRITTEN.open(experiment, start, 1, List.of())) {
            for (int step = 1; step <= experiment.steps(); step++) {
                Batch drawn = start.batch(step);
                Map<String, Tensor> columns = new HashMap<>(drawn.columns());
                inputs().forEach(key -> columns.computeIfPresent(key, (k, t) -> scaled(t, factor)));
                Batch batch = new Batch(step, columns, drawn.masks());
                Trace trace = engine.step(batch);
                List<Tensor> all = isLoss() ? ofLoss(batch, trace, start) : ofLayer(batch, trace, start, before);
                if (step == experiment.steps()) {
                    measure(all, each);
                }
                trace.forEach((site, array) -> {
                    if (site.phase() == Phase.UPDATE || site.phase() == Phase.STATE) {
                        before.put(site.name(), array);
                    }
                });
            }
        }
    }

    private boolean isLoss() {
        return arrays.get(0).equals("value");
    }

    private List<String> inputs() {
        return experiment.nodes().stream()
                .flatMap(n -> n.inputs().stream())
                .filter(Wire::isData)
                .map(Wire::output)
                .toList();
    }

    private static Tensor scaled(Tensor t, double factor) {
        return t.dtype().isFloat() ? Tensor.fill(t.dtype(), t.shape(), i -> t.get(i) * factor) : t;
    }

    private void measure(List<Tensor> all, Consumer<Row> each) {
        Tensor rows = program.run("measure", all).get(0);
        int r = 0;
        for (String formula : formulas) {
            for (String array : arrays) {
                each.accept(new Row(
                        formula,
                        array,
                        rows.get(r),
                        rows.get(r + 1),
                        (int) rows.get(r + 2),
                        (int) rows.get(r + 3),
                        (int) rows.get(r + 4)));
                r += 5;
            }
        }
    }

    private List<Tensor> ofLayer(Batch batch, Trace trace, Start start, Map<String, Tensor> before) {
        Node node = experiment.nodes().get(0);
        NodeOperands names = NodeOperands.of(experiment, node);
        List<Tensor> all = new ArrayList<>();
        node.inputs().forEach(w -> all.add(batch.columns().get(w.output())));
        names.weights().forEach(w -> all.add(before.get(w)));
        if (node.masked()) {
            all.add(batch.masks().get(node.name()));
        }
        node.tensors().values().forEach(t -> all.add(start.operands().get(t)));
        node.columns().values().forEach(w -> all.add(batch.columns().get(w.output())));
        for (int k = 0; k < node.outputs().size(); k++) {
            Shape shape = node.outputs().get(k).shape();
            all.add(k == 0 ? at(trace, batch, Phase.BACKWARD, "loss", "dx") : Tensor.fill(precision, shape, i -> 0));
        }
        node.outputs().forEach(o -> all.add(at(trace, batch, Phase.FORWARD, node.name(), o.name())));
        names.weights().subList(names.trained(), names.weights().size()).forEach(w -> {
            var weight = experiment.weight(w);
            all.add(at(trace, batch, Phase.STATE, weight.layer(), weight.local()));
        });
        if (!node.layer().readsTokens()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                all.add(at(
                        trace,
                        batch,
                        Phase.BACKWARD,
                        node.name(),
                        Slot.dx(node.inputs().size(), i)));
            }
        }
        names.weights().subList(0, names.trained()).forEach(w -> {
            var weight = experiment.weight(w);
            all.add(at(trace, batch, Phase.GRADIENT, weight.layer(), weight.local()));
        });
        return all;
    }

    private List<Tensor> ofLoss(Batch batch, Trace trace, Start start) {
        Objective.Term term = experiment.objective().terms().get(0);
        List<Tensor> all = new ArrayList<>();
        term.predictions().forEach(p -> all.add(at(trace, batch, Phase.FORWARD, p.node(), p.output())));
        term.tensors().values().forEach(t -> all.add(start.operands().get(t)));
        all.add(term.target().map(t -> batch.columns().get(t.output())).orElse(all.get(0)));
        all.add(Tensor.fill(DType.FLOAT64, Shape.scalar(), i -> term.scale()));
        double value = at(trace, batch, Phase.LOSS, "loss", "value").get(0);
        all.add(Tensor.fill(precision, Shape.scalar(), i -> value / term.scale()));
        for (int i = 0; i < term.predictions().size(); i++) {
            all.add(at(
                    trace,
                    batch,
                    Phase.BACKWARD,
                    "loss",
                    Slot.dx(term.predictions().size(), i)));
        }
        return all;
    }

    private static Tensor at(Trace trace, Batch batch, Phase phase, String layer, String array) {
        Site site = new Site(batch.step(), phase, layer, array);
        return trace.get(site).orElseThrow(() -> new AssertionError("no " + site));
    }

    @Override
    public void close() {
        program.close();
    }
}
