package dev.parity.audit.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A node's outputs, the buffers that it moves, and the gradients of its inputs and weights, from its operands and from dL/d(each output).
 *
 * @param operands in the order of {@link NodeOperands}
 * @param branches for each output, what its users send back
 * @param movers this node, and before it those whose buffers it went on with, each further back
 */
public record NodeOperation(
        int number, List<Variable> operands, List<List<Variable>> branches, List<Mover> movers, Reads reads)
        implements StepOperation {
    /**
     * A node, and where among its arrays the buffers are.
     *
     * @param end the number after the last
     */
    record Mover(int node, int first, int end) {
        private String deviations() {
            return "self.s%1$d(A[%1$d], E[%1$d], u)".formatted(node);
        }
    }

    public NodeOperation {
        operands = List.copyOf(operands);
        branches = branches.stream().map(List::copyOf).toList();
        movers = List.copyOf(movers);
    }

    /** Whether an output has several users: the sum of what they send back rounds too, which is felt where they cancel. */
    public boolean forks() {
        return branches.stream().anyMatch(parts -> parts.size() > 1);
    }

    /** Whether its deviations are those of its layer's rule and nothing else. */
    public boolean ruledAlone() {
        return !forks() && movers.size() == 1;
    }

    /** For each output, where in {@code B[k]} the parts of its gradient stand: they were read last. */
    public List<List<Integer>> places() {
        List<List<Integer>> all = new ArrayList<>();
        int next = reads.variables().size()
                - branches.stream().mapToInt(List::size).sum();
        for (List<Variable> parts : branches) {
            all.add(IntStream.range(next, next + parts.size()).boxed().toList());
            next += parts.size();
        }
        return all;
    }

    @Override
    public List<String> arguments() {
        return Stream.concat(
                        StepOperation.texts(operands).stream(),
                        branches.stream().map(StepOperation::sum))
                .toList();
    }

    @Override
    public String arrays() {
        return "self.e%1$d(A[%1$d])".formatted(number);
    }

    /** A buffer that another use of the layer has moved before has that use's deviations too. */
    @Override
    public String deviations() {
        int last = movers.size() - 1;
        String all = deviations(last);
        for (int i = last - 1; i >= 0; i--) {
            Mover mover = movers.get(i);
            all = "self.moved(%s, %s, %d, %d)".formatted(deviations(i), all, mover.first, mover.end);
        }
        return all;
    }

    private String deviations(int mover) {
        return mover == 0 && forks()
                ? "self.fork%1$d(A[%1$d], B[%1$d], E[%1$d], u)".formatted(number)
                : movers.get(mover).deviations();
    }
}
