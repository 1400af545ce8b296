package dev.parity.audit.judge;

import dev.parity.audit.plan.NodeOperands;
import dev.parity.engine.TorchProgram;
import dev.parity.spec.Node;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The terms of an element of a node that adds up products, and what adding them up in another {@link Order} is off by in the candidate's
 * precision: thousands of equal terms are off by more than independent roundings explain.
 *
 * @param number of the node
 * @param operands of the node, in float64
 */
record OtherOrders(TorchProgram torch, Node node, NodeOperands named, int number, List<Tensor> operands) {
    /**
     * The terms whose sum an element is. An operation that is linear in an operand adds up that operand's elements times the
     * derivatives by them, and a derivative is what the operation makes of a one among zeros.
     */
    double[] terms(int index, int element, double e) {
        int inputs = node.inputs().size();
        int weights = inputs + named.names().size();
        int outputs = named.outputs().size();
        List<Tensor> all = new ArrayList<>(operands);
        int gradient = index - outputs - named.buffers();
        if (index < outputs) {
            for (int k = 0; k < outputs; k++) {
                all.set(weights + k, k == index ? one(all.get(weights + k), element) : zeros(all.get(weights + k)));
            }
            List<Tensor> made = torch.run("e" + number, all);
            return outputTerms(made, e);
        }
        int operand = node.layer().readsTokens() ? inputs + gradient : gradient;
        Tensor one = one(operands.get(operand), element);
        all.set(operand, one);
        List<Tensor> with = torch.run("e" + number, all);
        all.set(operand, zeros(one));
        List<Tensor> without = torch.run("e" + number, all);
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
    private double[] outputTerms(List<Tensor> made, double e) {
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

    static boolean matches(double[] terms, double e) {
        return Math.abs(exact(terms) - e) <= 1e-10 * absolute(terms);
    }

    private static Tensor one(Tensor like, int element) {
        return Tensor.fill(DType.FLOAT64, like.shape(), i -> i == element ? 1 : 0);
    }

    private static Tensor zeros(Tensor like) {
        return Tensor.fill(DType.FLOAT64, like.shape(), i -> 0);
    }

    /** Their sum, with what each addition loses added up apart (Neumaier). */
    static double exact(double[] terms) {
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

    /** The largest error of the sum in any of the {@link Order}s. */
    static double worst(double[] terms, double exact, boolean single) {
        double worst = 0;
        for (Order order : Order.ALL) {
            worst = Math.max(worst, Math.abs(order.sum(terms, single) - exact));
        }
        return worst;
    }
}
