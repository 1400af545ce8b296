package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.Examples.Example;
import dev.parity.formula.Evaluation;
import dev.parity.formula.Formula;
import dev.parity.formula.Values;
import dev.parity.graph.Batch;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every formula gives PyTorch's numbers, on every line of the tables of examples, within the rounding that it allows itself. */
class FormulasTest {
    private final List<String> wrong = new ArrayList<>();
    private final List<String> without = new ArrayList<>();
    private int compared;

    @ParameterizedTest
    @ValueSource(strings = {"float64", "float32"})
    void layers(String dtype) {
        for (Example example : Examples.of("layers")) {
            Experiment experiment = example.experiment(dtype);
            Start start = Start.draw(experiment);
            try (Engine torch = new TorchEngine(experiment, start, 1)) {
                Batch batch = start.batch(1);
                layer(example, experiment, start, batch, torch.step(batch));
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(12, without.size(), "lines without formulas: " + without);
        assertTrue(compared > 750, compared + " arrays were compared");
    }

    private void layer(Example example, Experiment experiment, Start start, Batch batch, Trace trace) {
        Node node = experiment.nodes().get(0);
        Map<String, Tensor> operands = new LinkedHashMap<>();
        Shape[] shapes = new Shape[node.inputs().size()];
        for (int i = 0; i < shapes.length; i++) {
            Tensor x = batch.columns().get(node.inputs().get(i).output());
            shapes[i] = x.shape();
            operands.put(shapes.length == 1 ? "x" : "x" + i, x);
        }
        node.weights()
                .forEach((local, name) -> operands.put(local, start.weights().get(name)));
        node.columns()
                .forEach((name, wire) -> operands.put(name, batch.columns().get(wire.output())));
        batch.masks().forEach((name, mask) -> operands.put("mask", mask));
        operands.put(
                "y", trace.get(new Site(1, Phase.FORWARD, node.name(), "y")).orElseThrow());
        operands.put("dy", trace.get(new Site(1, Phase.BACKWARD, "loss", "dx")).orElseThrow());
        List<Formula> formulas = node.layer().formulas(experiment.dtype(), shapes);
        if (formulas.isEmpty()) {
            without.add(example.toString());
        }
        for (Formula formula : formulas) {
            Phase phase = formula.array().startsWith("dx")
                    ? Phase.BACKWARD
                    : operands.containsKey(formula.array()) && !formula.array().equals("y")
                            ? formula.array().startsWith("running") ? Phase.STATE : Phase.GRADIENT
                            : Phase.FORWARD;
            trace.get(new Site(1, phase, node.name(), formula.array()))
                    .ifPresent(found -> compare(example.toString(), formula, operands, found));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"float64", "float32"})
    void losses(String dtype) {
        for (Example example : Examples.of("losses")) {
            Experiment experiment = example.experiment(dtype);
            Start start = Start.draw(experiment);
            try (Engine torch = new TorchEngine(experiment, start, 1)) {
                Batch batch = start.batch(1);
                loss(example, experiment, start, batch, torch.step(batch));
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(7, without.size(), "lines without formulas: " + without);
        assertTrue(compared > 90, compared + " arrays were compared");
    }

    private void loss(Example example, Experiment experiment, Start start, Batch batch, Trace trace) {
        Objective.Term term = experiment.objective().terms().get(0);
        Map<String, Tensor> operands = new LinkedHashMap<>();
        for (int i = 0; i < term.predictions().size(); i++) {
            Wire wire = term.predictions().get(i);
            Tensor x = trace.get(new Site(1, Phase.FORWARD, wire.node(), "y")).orElseThrow();
            operands.put(term.predictions().size() == 1 ? "x" : "x" + i, x);
        }
        term.target().ifPresent(t -> operands.put("target", batch.columns().get(t.output())));
        term.tensors()
                .forEach((name, tensor) -> operands.put(name, start.operands().get(tensor)));
        List<Formula> formulas = term.loss().formulas(operands, term.scale());
        if (formulas.isEmpty()) {
            without.add(example.toString());
        }
        for (Formula formula : formulas) {
            Phase phase = formula.array().equals("value") ? Phase.LOSS : Phase.BACKWARD;
            trace.get(new Site(1, phase, "loss", formula.array()))
                    .ifPresent(found -> compare(example.toString(), formula, operands, found));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"float64", "float32"})
    void optimizers(String dtype) {
        for (Example example : Examples.of("optimizers")) {
            Experiment experiment = example.experiment(dtype);
            Start start = Start.draw(experiment);
            Trace before = new StartTrace(experiment, start).weights();
            try (Engine torch = new TorchEngine(experiment, start, 1)) {
                for (int step = 1; step <= experiment.steps(); step++) {
                    Trace trace = torch.step(start.batch(step));
                    for (Weight weight : experiment.weights()) {
                        optimizer(example, experiment, weight, step, before, trace);
                    }
                    before = trace;
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(List.of(), without);
        assertTrue(compared > 2000, compared + " arrays were compared");
    }

    private void optimizer(Example example, Experiment experiment, Weight weight, int step, Trace before, Trace trace) {
        Optimizer optimizer = experiment.training().orElseThrow().optimizers().get(weight.name());
        Map<String, Tensor> operands = new LinkedHashMap<>();
        Tensor old = before.get(new Site(step - 1, Phase.UPDATE, weight.layer(), weight.local()))
                .orElseThrow();
        operands.put("weight", old);
        operands.put(
                "gradient",
                trace.get(new Site(step, Phase.GRADIENT, weight.layer(), weight.local()))
                        .orElseThrow());
        optimizer.state().forEach(state -> {
            Site site = new Site(step - 1, Phase.STATE, weight.layer(), weight.local() + "." + state.name());
            Tensor initial = Tensor.fill(
                    experiment.dtype(), state.scalar() ? Shape.scalar() : weight.shape(), i -> state.initial());
            operands.put(state.name(), before.get(site).orElse(initial));
        });
        for (Formula formula : optimizer.formulas(weight.shape(), optimizer.lr(), optimizer.momentum(), step)) {
            Tensor found;
            if (formula.array().equals("move")) {
                Tensor now = trace.get(new Site(step, Phase.UPDATE, weight.layer(), weight.local()))
                        .orElseThrow();
                found = Tensor.of(now.shape(), difference(now, old));
            } else {
                found = trace.get(new Site(step, Phase.STATE, weight.layer(), weight.local() + "." + formula.array()))
                        .orElseThrow();
            }
            compare(
                    example + " step " + step,
                    formula,
                    operands,
                    found,
                    experiment.dtype() == old.dtype() ? old : found);
        }
    }

    private static double[] difference(Tensor now, Tensor old) {
        double[] move = now.doubles();
        for (int i = 0; i < move.length; i++) {
            move[i] -= old.get(i);
        }
        return move;
    }

    private void compare(String example, Formula formula, Map<String, Tensor> operands, Tensor found) {
        compare(example, formula, operands, found, found);
    }

    private void compare(String example, Formula formula, Map<String, Tensor> operands, Tensor found, Tensor type) {
        Values values = new Evaluation(operands)
                .remember(formula.tree())
                .of(formula.tree())
                .arranged(formula.axes());
        double u = Evaluation.unit(type.dtype());
        compared++;
        assertEquals(found.size(), values.size(), formula.text());
        for (int i = 0; i < found.size(); i++) {
            double f = found.get(i);
            double v = values.value(i);
            double allowed = Evaluation.STEPS * u * Math.max(values.magnitude(i), Math.abs(f)) + tiny(u);
            if (!(Math.abs(f - v) <= allowed) && !(Double.isNaN(f) && Double.isNaN(v)) && f != v) {
                wrong.add("\n" + example + ": " + formula.text() + " gives " + v + " at " + i + ", PyTorch " + f
                        + ", allowed " + allowed);
                return;
            }
        }
    }

    /** Below the smallest normal number a rounding is no share of it. */
    private static double tiny(double u) {
        return u == 0x1p-53 ? 1e-300 : 1e-36;
    }
}
