package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/** What an operation reads in one step, as the side at hand has it, and the right result. */
public final class Operands {
    private final Operation operation;
    private final Operation.Step step;
    private final Tensor right;
    /** By role, as they were asked for: a sum at a fork is added up once. */
    private final Map<String, Tensor> read = new HashMap<>();

    /**
     * @param operation what makes the array
     * @param step where its operands are found
     * @param right the right array of this site
     */
    public Operands(Operation operation, Operation.Step step, Tensor right) {
        this.operation = operation;
        this.step = step;
        this.right = right;
    }

    public Operation operation() {
        return operation;
    }

    public Operation.Step step() {
        return step;
    }

    public Tensor right() {
        return right;
    }

    /** What stands in a role: {@code x}, {@code dy}, {@code weight}, {@code target}, {@code gradient}, {@code exp_avg}, {@code lr}. */
    public Tensor of(String role) {
        Tensor known = read.get(role);
        if (known == null) {
            known = use().operand(role).in(step);
            read.put(role, known);
        }
        return known;
    }

    /** Whether the operation reads something in this role. */
    public boolean reads(String role) {
        return use().reads(role);
    }

    /** The i-th input of the layer or loss. */
    public Tensor x(int i) {
        return of(Operation.x(i));
    }

    public Tensor x() {
        return x(0);
    }

    /** The layer's output. */
    public Tensor y() {
        return of("y");
    }

    /** dL/dy. */
    public Tensor dy() {
        return of("dy");
    }

    /** A number of this step's update: {@code lr}, {@code momentum}, {@code t}. */
    public double scheduled(String name) {
        return of(name).get(0);
    }

    /** The learning rate of the update that this step ends with. */
    public double rate() {
        return step.scheduled("lr");
    }

    /** The learning rate of the update before; none before the first. */
    public OptionalDouble earlierRate() {
        return step.earlierRate();
    }

    /** The same array one step earlier, or as the run began with it. */
    public Optional<Tensor> previous() {
        return step.earlier(operation.makes());
    }

    // Options of the layer, loss or optimizer, by their names in a spec; a loss also has "scale".

    public boolean has(String option) {
        return use().has(option);
    }

    public double number(String option) {
        return use().number(option);
    }

    public boolean flag(String option) {
        return use().flag(option);
    }

    public String text(String option) {
        return use().text(option);
    }

    public List<Double> numbers(String option) {
        return use().numbers(option);
    }

    /** An array of the right one's shape and type, element by element in row-major order. */
    public Tensor each(IntToDoubleFunction element) {
        return Tensor.fill(right.dtype(), right.shape(), element::applyAsDouble);
    }

    /** An array of the right one's shape and type that holds these. */
    Tensor all(double[] values) {
        return each(i -> values[i]);
    }

    /** The right value of a loss, with one of its parts wrong. */
    Tensor instead(double correct, double wrong) {
        return each(i -> right.get(i) - correct + wrong);
    }

    /** The element of an operand that broadcasts to x, for the i-th of x; 1 where there is none. */
    double factor(String role, int i) {
        if (!reads(role)) {
            return 1;
        }
        Tensor factor = of(role);
        int[] index = x().shape().index(i);
        int at = 0;
        for (int d = 0, rank = factor.shape().rank(); d < rank; d++) {
            int size = factor.shape().dim(d);
            at = at * size + (size == 1 ? 0 : index[index.length - rank + d]);
        }
        return factor.get(at);
    }

    /** What reads: the first use, where there are several. */
    private Operation use() {
        return operation.parts().isEmpty() ? operation : operation.parts().get(0);
    }
}
