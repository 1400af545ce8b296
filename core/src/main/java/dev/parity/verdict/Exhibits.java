package dev.parity.verdict;

import dev.parity.audit.judge.Judged;
import dev.parity.diagnose.Evidence;
import dev.parity.fault.Operands;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.graph.Graph;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Operation.Operand;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What is known of a wrong array as evidence: its formula, what that reads, and what else may have been taken for it. */
final class Exhibits {
    /** Of roundoffs of the right number, where the audit said of no element how far it may be off. */
    private static final double ROUNDOFFS = 64;

    private final Graph graph;
    private final Experiment experiment;

    Exhibits(Graph graph) {
        this.graph = graph;
        this.experiment = graph.experiment();
    }

    /** Empty where its operands are not at hand, or it has another size than it should. */
    Optional<Evidence> of(Judged judged, Operands at, Tensor found, Recorded recorded) {
        Tensor right = at.right();
        if (right.size() != found.size() || !found.dtype().isFloat()) {
            return Optional.empty();
        }
        Slot slot = judged.site().slot();
        Tensor expected = right.to(found.dtype());
        Map<String, Tensor> operands = operands(at);
        Optional<Formula> formula = formula(at, operands);
        if (slot.phase() == Phase.UPDATE && operands.containsKey("weight")) {
            Tensor old = operands.get("weight");
            expected = less(right, old);
            found = less(found, old);
            Optional<Formula> whole = fromGradient(slot, expected, operands, at, recorded);
            formula = whole.isPresent() ? whole : formula;
        }
        others(at, slot, operands);
        Tensor allowed = allowed(judged, expected, operands.get("weight"), slot);
        return Optional.of(new Evidence(
                subject(slot), at.operation().kind(), formula, options(at), operands, found, expected, allowed));
    }

    /**
     * The move as the gradient makes it, where that was not recorded and the weight only walks along it: then the mistake may lie in either.
     * Its operands join those that are known.
     */
    private Optional<Formula> fromGradient(
            Slot slot, Tensor move, Map<String, Tensor> operands, Operands at, Recorded recorded) {
        Slot slope = new Slot(Phase.GRADIENT, slot.layer(), slot.array());
        Optional<Operation> gradient = graph.operation(slope).filter(o -> !recorded.has(slope));
        Tensor g = operands.get("gradient");
        if (gradient.isEmpty() || g == null) {
            return Optional.empty();
        }
        double lr = at.scheduled("lr");
        double u = move.dtype().roundoff();
        Tensor weight = operands.get("weight");
        for (int i = 0; i < move.size(); i++) {
            double most = ROUNDOFFS * u * (Math.abs(weight.get(i)) + Math.abs(lr * g.get(i)));
            if (!(Math.abs(move.get(i) + lr * g.get(i)) <= most)) {
                return Optional.empty();
            }
        }
        Operands behind = new Operands(gradient.get(), recorded.here(slope), g);
        Map<String, Tensor> read = operands(behind);
        Optional<Formula> formula = formula(behind, read);
        formula.ifPresent(f -> operands.putAll(read));
        return formula.map(f -> new Formula(
                "move",
                "move",
                f.axes(),
                Constant.option("lr", lr).times(f.tree()).negative()));
    }

    private static Tensor less(Tensor now, Tensor before) {
        return Tensor.fill(now.dtype(), now.shape(), i -> now.get(i) - before.get(i));
    }

    /** A move is as exact as the weights that it is the difference of. */
    private static Tensor allowed(Judged judged, Tensor expected, Tensor weight, Slot slot) {
        double u = expected.dtype() == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
        double most = Double.isFinite(judged.allowed()) ? judged.allowed() : 0;
        boolean move = slot.phase() == Phase.UPDATE && weight != null;
        return Tensor.fill(
                DType.FLOAT64,
                expected.shape(),
                i -> Math.max(
                        Math.min(most, ROUNDOFFS * u * Math.abs(expected.get(i))),
                        move ? 2 * u * Math.abs(weight.get(i)) : 0));
    }

    private static String subject(Slot slot) {
        return slot.layer() + ", " + slot;
    }

    // Operands.

    /** As formulas call them: several inputs are counted from x0. */
    private Map<String, Tensor> operands(Operands at) {
        Operation use = use(at.operation());
        boolean several = use.inputs().size() > 1;
        Map<String, Tensor> all = new LinkedHashMap<>();
        use.operands().forEach((role, operand) -> {
            if (!(operand instanceof Operand.Scheduled)) {
                put(all, several && role.equals("x") ? "x0" : role, operand, at.step());
            }
        });
        return all;
    }

    private static Operation use(Operation operation) {
        return operation.parts().isEmpty() ? operation : operation.parts().get(0);
    }

    /** What nobody recorded cannot be asked. */
    private static void put(Map<String, Tensor> all, String name, Operand operand, Operation.Step step) {
        try {
            Tensor array = operand.in(step);
            if (array != null) {
                all.putIfAbsent(name, array);
            }
        } catch (NoSuchElementException e) {
            // then no formula that reads it will be tried
        }
    }

    /** What people take in place of the right operand. */
    private void others(Operands at, Slot slot, Map<String, Tensor> all) {
        Operation.Step step = at.step();
        step.earlier(slot)
                .ifPresent(last -> all.putIfAbsent(
                        slot.phase() == Phase.GRADIENT ? "last gradient" : "last " + slot.array(), last));
        graph.node(slot.layer()).ifPresent(node -> {
            node.weights().forEach((local, name) -> {
                Weight weight = experiment.weight(name);
                put(all, local + " after the update", new Operand.Now(Graph.left(weight)), step);
                if (weight.trained() && !Graph.gradient(weight).equals(slot)) {
                    put(all, "d" + local, new Operand.Now(Graph.gradient(weight)), step);
                }
            });
            for (Operand input : use(at.operation()).inputs()) {
                input.array().filter(a -> a.phase() == Phase.FORWARD).ifPresent(a -> below(a, all, step));
            }
        });
        graph.weight(slot).filter(w -> slot.phase() != Phase.GRADIENT).ifPresent(weight -> {
            if (weight.trained()) {
                step.earlier(Graph.gradient(weight)).ifPresent(g -> all.putIfAbsent("last gradient", g));
                if (at.operation()
                        .operand("gradient")
                        .array()
                        .filter(Slot::isClipped)
                        .isPresent()) {
                    put(all, "gradient before clipping", new Operand.Now(Graph.gradient(weight)), step);
                }
            }
        });
    }

    /** What the layer below reads: an activation's input is easily taken for its output. */
    private void below(Slot input, Map<String, Tensor> all, Operation.Step step) {
        graph.operation(input).ifPresent(below -> below.inputs().stream()
                .limit(1)
                .forEach(operand -> put(all, "x of " + input.layer(), operand, step)));
    }

    private Map<String, Double> options(Operands at) {
        Map<String, Double> all = new LinkedHashMap<>();
        use(at.operation()).options().forEach((name, value) -> {
            if (value instanceof Number number) {
                all.put(name, number.doubleValue());
            }
        });
        experiment
                .training()
                .ifPresent(t -> t.optimizers().values().stream().limit(1).forEach(o -> {
                    all.putIfAbsent("lr", o.lr());
                    if (o.momentum() != 0) {
                        all.putIfAbsent("momentum", o.momentum());
                    }
                }));
        if (at.reads("lr")) {
            all.put("lr", at.scheduled("lr"));
        }
        all.values().removeIf(v -> !Double.isFinite(v));
        return all;
    }

    // Formulas.

    private Optional<Formula> formula(Operands at, Map<String, Tensor> operands) {
        Slot slot = at.operation().makes();
        try {
            return all(at, slot, operands).stream()
                    .filter(f -> f.array().equals(name(slot)))
                    .findFirst();
        } catch (NoSuchElementException | NullPointerException e) {
            return Optional.empty(); // an operand is missing
        }
    }

    /** What formulas call an array. */
    private String name(Slot slot) {
        if (slot.phase() == Phase.UPDATE) {
            return "move";
        }
        Optional<Weight> weight = graph.weight(slot).filter(w -> slot.phase() == Phase.STATE && w.trained());
        return weight.map(w -> slot.array().substring(w.local().length() + 1)).orElse(slot.array());
    }

    private List<Formula> all(Operands at, Slot slot, Map<String, Tensor> operands) {
        Optional<Node> node = graph.node(slot.layer());
        Optional<Weight> weight = graph.weight(slot);
        if (weight.isPresent() && weight.get().trained() && slot.phase() != Phase.GRADIENT) {
            Optimizer optimizer = experiment
                    .training()
                    .orElseThrow()
                    .optimizers()
                    .get(weight.get().name());
            return optimizer.formulas(
                    weight.get().shape(), at.scheduled("lr"), at.scheduled("momentum"), (int) at.scheduled("t"));
        }
        if (node.isPresent()) {
            Shape[] inputs = use(at.operation()).inputs().stream()
                    .map(o -> o.in(at.step()).shape())
                    .toArray(Shape[]::new);
            return inputs.length == 0 ? List.of() : node.get().layer().formulas(experiment.dtype(), inputs);
        }
        List<Objective.Term> terms = experiment.objective().terms();
        Optional<Objective.Term> term =
                graph.term(slot.layer()).or(() -> terms.size() == 1 ? Optional.of(terms.get(0)) : Optional.empty());
        return term.map(t -> t.loss().formulas(operands, t.scale())).orElse(List.of());
    }
}
