package dev.parity.audit;

import dev.parity.audit.Walk.Place;
import dev.parity.engine.TorchProgram;
import dev.parity.nn.Rounding;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is beyond the deviations of rounding is computed again in the candidate's own precision, in other legitimate orders and by other
 * legitimate formulas. A sum of thousands of equal terms is off by more than independent roundings explain, and so is a variance as
 * E[x²] - mean², and neither is a bug. Up to {@value #WIDER} times the worst of what was tried is released.
 */
final class SecondLook {
    private static final double WIDER = 3;

    /** Elements that are computed again, those furthest off: where these are released, so are the nearer ones. */
    private static final int SUSPECTS = 8;

    private static final int LANES = 8;

    /** How often other formulas are tried, each time on operands that are a roundoff away. */
    private static final int ROUNDS = 6;

    /** Deviations that are rounding. */
    private static final double ROUNDING = 32 * Math.sqrt(2);

    private final Experiment experiment;
    private final StepScript script;
    private final TorchProgram torch;
    private final List<Tensor> given;

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
        Place place = script.place(failing.site().at(0));
        Tensor e = failing.expected().orElseThrow();
        boolean judgeable = place.together().isEmpty() && c.size() == e.size() && Double.isFinite(failing.noise());
        if (!judgeable) {
            return failing;
        }
        int nodes = experiment.nodes().size();
        if (place.operation() >= nodes) {
            int term = place.operation() - nodes;
            return term < experiment.objective().terms().size()
                            && byOtherFormulas(failing, place, c, s, u, "l" + term, ofLoss(term))
                    ? failing.released(true)
                    : failing;
        }
        Node node = experiment.nodes().get(place.operation());
        if (node.layer().rounding() instanceof Rounding.Products) {
            return inOtherOrders(node, place, c, e, u) ? failing.released(false) : failing;
        }
        List<String> others = named(
                "x" + place.operation(),
                node.layer().alternatives(experiment.dtype()).size());
        return byOtherFormulas(failing, place, c, s, u, "e" + place.operation(), others)
                ? failing.released(true)
                : failing;
    }

    private List<String> ofLoss(int term) {
        return named(
                "y" + term,
                experiment.objective().terms().get(term).loss().alternatives().size());
    }

    private static List<String> named(String method, int others) {
        return IntStream.range(0, others).mapToObj(k -> method + "_" + k).toList();
    }

    // Other formulas.

    /**
     * Whether other right formulas, in the candidate's precision, are off by a third as much at every failing element. What one of them
     * is off by is chance, so operands a roundoff away are tried too.
     */
    private boolean byOtherFormulas(
            Judged failing, Place place, Tensor c, Tensor s, double u, String exactly, List<String> others) {
        if (others.isEmpty()) {
            return false;
        }
        DType type = u > DType.FLOAT64.roundoff() ? DType.FLOAT32 : DType.FLOAT64;
        List<Tensor> operands = look(place.operation());
        Tensor e = failing.expected().orElseThrow();
        double[] worst = new double[e.size()];
        Random random = new Random(0);
        for (int round = 0; round < ROUNDS; round++) {
            double step = round == 0 ? 0 : 2 * u;
            List<Tensor> near =
                    operands.stream().map(t -> nudged(t, step, type, random)).toList();
            Tensor exact = torch.run(
                            exactly, near.stream().map(SecondLook::wide).toList())
                    .get(place.index());
            for (String method : others) {
                Tensor other = torch.run(method, near).get(place.index());
                for (int i = 0; i < worst.length; i++) {
                    double off = Math.abs(other.get(i) - exact.get(i));
                    worst[i] = off > worst[i] && off <= Double.MAX_VALUE ? off : worst[i];
                }
            }
        }
        for (int i = 0; i < worst.length; i++) {
            double off = Math.abs(c.get(i) - e.get(i));
            double rounding = ROUNDING * Math.max(s.get(i), 0.5 * u * Math.abs(e.get(i)));
            if (!(off <= rounding || off <= WIDER * worst[i])) {
                return false;
            }
        }
        return true;
    }

    private static Tensor nudged(Tensor t, double step, DType type, Random random) {
        return t.dtype().isFloat()
                ? Tensor.fill(type, t.shape(), i -> t.get(i) * (1 + step * (random.nextInt(3) - 1)))
                : t;
    }

    private static Tensor wide(Tensor t) {
        return t.dtype().isFloat() ? t.to(DType.FLOAT64) : t;
    }

    private static List<Integer> suspects(Tensor c, Tensor e) {
        return IntStream.range(0, c.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(c.get(i) - e.get(i))))
                .limit(SUSPECTS)
                .toList();
    }

    // Sums of products.

    private boolean inOtherOrders(Node node, Place place, Tensor c, Tensor e, double u) {
        List<Tensor> operands = new ArrayList<>(look(place.operation()));
        NodeOperands named = NodeOperands.of(experiment, node);
        for (int i : suspects(c, e)) {
            double[] terms = terms(node, named, place, operands, i, e.get(i));
            if (!matches(terms, e.get(i))) {
                return false; // these are not its terms, so nothing can be said of them
            }
            double exact = exact(terms);
            double worst = worst(terms, exact, u > DType.FLOAT64.roundoff());
            if (!(Math.abs(c.get(i) - exact) <= WIDER * worst)) {
                return false;
            }
        }
        return true;
    }

    private List<Tensor> look(int operation) {
        List<Tensor> arguments = new ArrayList<>(List.of(Tensor.scalar(operation)));
        arguments.addAll(given);
        return torch.run("look", arguments);
    }

    /**
     * The terms whose sum an element is. An operation that is linear in an operand adds up that operand's elements times the
     * derivatives by them, and a derivative is what the operation makes of a one among zeros.
     */
    private double[] terms(Node node, NodeOperands named, Place place, List<Tensor> operands, int element, double e) {
        int inputs = node.inputs().size();
        int weights = inputs + named.names().size();
        int outputs = named.outputs().size();
        List<Tensor> all = new ArrayList<>(operands);
        int gradient = place.index() - outputs - named.buffers();
        if (place.index() < outputs) {
            for (int k = 0; k < outputs; k++) {
                all.set(
                        weights + k,
                        k == place.index() ? one(all.get(weights + k), element) : zeros(all.get(weights + k)));
            }
            List<Tensor> made = torch.run("e" + place.operation(), all);
            return outputTerms(node, named, operands, made, e);
        }
        int operand = node.layer().readsTokens() ? inputs + gradient : gradient;
        Tensor one = one(operands.get(operand), element);
        all.set(operand, one);
        List<Tensor> with = torch.run("e" + place.operation(), all);
        all.set(operand, zeros(one));
        List<Tensor> without = torch.run("e" + place.operation(), all);
        List<double[]> parts = new ArrayList<>();
        for (int k = 0; k < outputs; k++) {
            Tensor dy = operands.get(weights + k);
            Tensor a = with.get(k);
            Tensor b = without.get(k);
            parts.add(IntStream.range(0, dy.size())
                    .mapToDouble(i -> dy.get(i) * (a.get(i) - b.get(i)))
                    .toArray());
        }
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /**
     * An output's terms are those of one input where the layer multiplies its operands, of all where it adds them, and of a bias; it is
     * the choice whose sum the output is.
     */
    private double[] outputTerms(Node node, NodeOperands named, List<Tensor> operands, List<Tensor> made, double e) {
        int inputs = node.inputs().size();
        int trained = named.trained();
        int first = named.outputs().size() + named.buffers() - (node.layer().readsTokens() ? inputs : 0);
        List<Integer> weights =
                IntStream.range(inputs, inputs + trained).boxed().toList();
        List<List<Integer>> choices = new ArrayList<>();
        if (!node.layer().readsTokens()) {
            for (int n : new int[] {1, inputs}) {
                List<Integer> some = IntStream.range(0, n).boxed().toList();
                choices.add(some);
                for (int w : weights) {
                    choices.add(Stream.concat(some.stream(), Stream.of(w)).toList());
                }
            }
        }
        choices.add(weights);
        double[] terms = new double[0];
        for (List<Integer> choice : choices) {
            terms = choice.stream()
                    .flatMapToDouble(f -> {
                        Tensor x = operands.get(f);
                        Tensor dx = made.get(first + f);
                        return IntStream.range(0, x.size()).mapToDouble(i -> x.get(i) * dx.get(i));
                    })
                    .toArray();
            if (matches(terms, e)) {
                break;
            }
        }
        return terms;
    }

    private static boolean matches(double[] terms, double e) {
        return Math.abs(exact(terms) - e) <= 1e-10 * absolute(terms);
    }

    private static Tensor one(Tensor like, int element) {
        return Tensor.fill(DType.FLOAT64, like.shape(), i -> i == element ? 1 : 0);
    }

    private static Tensor zeros(Tensor like) {
        return Tensor.fill(DType.FLOAT64, like.shape(), i -> 0);
    }

    /** Their sum, with what each addition loses added up apart (Neumaier). */
    private static double exact(double[] terms) {
        double sum = 0;
        double lost = 0;
        for (double t : terms) {
            double next = sum + t;
            lost += Math.abs(sum) >= Math.abs(t) ? sum - next + t : t - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    private static double absolute(double[] terms) {
        double sum = 0;
        for (double t : terms) {
            sum += Math.abs(t);
        }
        return sum;
    }

    /** The largest error of the sum forward, in reverse and in eight lanes. */
    private static double worst(double[] terms, double exact, boolean single) {
        int n = terms.length;
        double forward = lanes(terms, 1, single, i -> i);
        double reverse = lanes(terms, 1, single, i -> n - 1 - i);
        double eight = lanes(terms, LANES, single, i -> i);
        return Math.max(Math.abs(forward - exact), Math.max(Math.abs(reverse - exact), Math.abs(eight - exact)));
    }

    private static double lanes(double[] terms, int lanes, boolean single, IntUnaryOperator order) {
        double[] sums = new double[lanes];
        for (int i = 0; i < terms.length; i++) {
            double t = terms[order.applyAsInt(i)];
            double next = sums[i % lanes] + (single ? (float) t : t);
            sums[i % lanes] = single ? (float) next : next;
        }
        double total = 0;
        for (double sum : sums) {
            total = single ? (float) (total + sum) : total + sum;
        }
        return total;
    }
}
