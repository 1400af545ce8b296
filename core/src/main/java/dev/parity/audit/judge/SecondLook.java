package dev.parity.audit.judge;

import dev.parity.audit.Allowance;
import dev.parity.audit.plan.Expected;
import dev.parity.audit.plan.NodeOperands;
import dev.parity.audit.script.StepScript;
import dev.parity.engine.TorchProgram;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What is beyond the deviations of rounding is computed again in the candidate's own precision, in other legitimate orders
 * ({@link OtherOrders}) and by other legitimate formulas ({@link OtherFormulas}), and an optimizer's step with a number of its state {@link HeldInFloat32}. Up to {@value Allowance#WIDER} times the worst of what was tried
 * is released: by another order it is rounding, and by another formula an unstable formula, which is a finding of its own.
 */
public final class SecondLook {
    /** Elements that are added up again, those most deviations off: where these are released, so are the others. */
    private static final int SUSPECTS = 8;

    /** Where among the operands of an optimizer's step the gradient is. */
    private static final int GRADIENT = 3;

    private final Experiment experiment;
    private final StepScript script;
    private final TorchProgram torch;
    private final List<Tensor> given;

    /** @param given what the audit's program is given as operands */
    SecondLook(Experiment experiment, StepScript script, TorchProgram torch, List<Tensor> given) {
        this.experiment = experiment;
        this.script = script;
        this.torch = torch;
        this.given = given;
    }

    /**
     * @param c the candidate's array
     * @param s the deviations of its rounding
     * @param u the roundoff of its precision
     */
    Judged at(Judged failing, Tensor c, Tensor s, double u) {
        Expected array = script.expected(failing.site().at(0));
        Tensor e = failing.expected().orElseThrow();
        if (c.size() != e.size() || !Double.isFinite(failing.noise())) {
            return failing;
        }
        int term = array.operation() - experiment.nodes().size();
        if (term >= 0 && term < experiment.objective().terms().size()) {
            int others = experiment
                    .objective()
                    .terms()
                    .get(term)
                    .loss()
                    .alternatives()
                    .size();
            return byOtherFormulas(failing, array, c, s, u, "l" + term, "y" + term, others);
        }
        OptionalInt step = script.operation(array.operation()).stepOf();
        if (step.isPresent()) {
            int optimizer = step.getAsInt();
            List<Tensor> read = operands(array);
            boolean held = optimizer(optimizer).torchInFloat32().isPresent()
                    && new HeldInFloat32(torch, optimizer).explains(read, array.index(), c, s, u);
            boolean right = held || bySums(failing, optimizer, read, array.index(), c, e, s, u);
            return right ? failing.released(false) : failing;
        }
        List<Expected> parts = script.parts(array);
        if (parts.isEmpty()) {
            return failing;
        }
        if (parts.stream().allMatch(p -> node(p).layer().rounding().addsProducts())) {
            return inOtherOrders(parts, c, e, s, u) ? failing.released(false) : failing;
        }
        Expected only = parts.get(0);
        int others = node(only).layer().alternatives(experiment.dtype()).size();
        return parts.size() > 1
                ? failing
                : byOtherFormulas(failing, only, c, s, u, "e" + only.operation(), "x" + only.operation(), others);
    }

    /** One of the optimizers that differ, by its number. */
    private Optimizer optimizer(int number) {
        return experiment.training().stream()
                .flatMap(t -> t.optimizers().values().stream())
                .distinct()
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    private Node node(Expected array) {
        return experiment.nodes().get(array.operation());
    }

    private Judged byOtherFormulas(
            Judged failing, Expected array, Tensor c, Tensor s, double u, String exactly, String other, int others) {
        List<String> methods =
                IntStream.range(0, others).mapToObj(k -> other + "_" + k).toList();
        Tensor e = failing.expected().orElseThrow();
        boolean explained = others > 0
                && new OtherFormulas(torch, exactly, methods).explain(operands(array), array.index(), c, e, s, u);
        return explained ? failing.released(true) : failing;
    }

    /**
     * Whether a step is off by no more than what other orders make of the gradient that it was made of, where that was not recorded. A state that
     * was not recorded either brings along the sums of the steps before, which are taken to be like this one's.
     */
    private boolean bySums(
            Judged failing, int optimizer, List<Tensor> read, int index, Tensor c, Tensor e, Tensor s, double u) {
        Site gradient = gradient(failing.site());
        Optional<Expected> made =
                script.found(gradient).filter(g -> failing.together().contains(gradient));
        List<Expected> parts = made.map(script::parts).orElse(List.of());
        if (parts.isEmpty()
                || !parts.stream().allMatch(p -> node(p).layer().rounding().addsProducts())) {
            return false;
        }
        List<OtherOrders> sums = sums(parts);
        Tensor g = read.get(GRADIENT);
        double[] off = new double[g.size()];
        List<Integer> suspects = suspects(c, e, s, u);
        double steps = steps(failing, read);
        for (int i : suspects) {
            double[] terms = terms(parts, sums, i, g.get(i));
            double exact = OtherOrders.exact(terms);
            double clipped = OtherOrders.matches(terms, g.get(i)) ? 1 : Math.abs(g.get(i) / exact);
            if (!(clipped <= 1)) {
                return false;
            }
            off[i] = Allowance.WIDER * steps * clipped * OtherOrders.worst(terms, exact, u > DType.FLOAT64.roundoff());
        }
        Tensor more = moved(optimizer, read, off, 1).get(index);
        Tensor less = moved(optimizer, read, off, -1).get(index);
        return suspects.stream().allMatch(i -> {
            double moved = Math.max(Math.abs(more.get(i) - e.get(i)), Math.abs(less.get(i) - e.get(i)));
            double rounding = Allowance.DEVIATIONS * Math.max(s.get(i), 0.5 * u * Math.abs(e.get(i)));
            return Math.abs(c.get(i) - e.get(i)) <= moved + rounding;
        });
    }

    /** Of the weight that a site is after a step, or a state of. */
    private static Site gradient(Site site) {
        String array = site.phase() == Phase.STATE
                ? site.array().substring(0, site.array().lastIndexOf('.'))
                : site.array();
        return new Site(0, Phase.GRADIENT, site.layer(), array);
    }

    /** So many steps' gradients a state that was not recorded holds, 1 + μ + μ² ... */
    private static double steps(Judged failing, List<Tensor> read) {
        boolean carried = failing.together().stream().anyMatch(site -> site.phase() == Phase.STATE);
        double momentum = read.get(1).get(0);
        double steps = read.get(2).get(0);
        return carried && momentum > 0 ? Math.min(steps, 1 / (1 - momentum)) : 1;
    }

    private List<Tensor> moved(int optimizer, List<Tensor> read, double[] off, int sign) {
        List<Tensor> all = new ArrayList<>(read);
        Tensor g = read.get(GRADIENT);
        all.set(GRADIENT, Tensor.fill(DType.FLOAT64, g.shape(), i -> g.get(i) + sign * off[i]));
        return torch.run("u" + optimizer, all);
    }

    private List<OtherOrders> sums(List<Expected> parts) {
        List<OtherOrders> sums = new ArrayList<>();
        for (Expected part : parts) {
            NodeOperands named = NodeOperands.of(experiment, node(part));
            sums.add(new OtherOrders(torch, node(part), named, part.operation(), operands(part)));
        }
        return sums;
    }

    /** The elements furthest off. */
    private static List<Integer> suspects(Tensor c, Tensor e, Tensor s, double u) {
        return IntStream.range(0, c.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> -Math.abs(c.get(i) - e.get(i)) / Math.max(s.get(i), 0.5 * u * Math.abs(e.get(i)))))
                .limit(SUSPECTS)
                .toList();
    }

    /** All terms of an element. */
    private static double[] terms(List<Expected> parts, List<OtherOrders> sums, int i, double e) {
        DoubleStream all = DoubleStream.empty();
        for (int p = 0; p < parts.size(); p++) {
            double alone = parts.size() == 1 ? e : Double.NaN;
            all = DoubleStream.concat(
                    all, DoubleStream.of(sums.get(p).terms(parts.get(p).index(), i, alone)));
        }
        return all.toArray();
    }

    /** Whether the elements furthest off are off by no more than other orders of their terms are. */
    private boolean inOtherOrders(List<Expected> parts, Tensor c, Tensor e, Tensor s, double u) {
        List<OtherOrders> sums = sums(parts);
        for (int i : suspects(c, e, s, u)) {
            double[] terms = terms(parts, sums, i, e.get(i));
            if (!OtherOrders.matches(terms, e.get(i))) {
                return false; // these are not its terms, so nothing can be said of them
            }
            double exact = OtherOrders.exact(terms);
            double worst = OtherOrders.worst(terms, exact, u > DType.FLOAT64.roundoff());
            if (!(Math.abs(c.get(i) - exact) <= Allowance.WIDER * worst)) {
                return false;
            }
        }
        return true;
    }

    /** What the operation read, in float64. */
    private List<Tensor> operands(Expected array) {
        List<Tensor> arguments = new ArrayList<>(List.of(Tensor.scalar(array.operation())));
        arguments.addAll(given);
        return torch.run("look", arguments);
    }
}
