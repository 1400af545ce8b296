package dev.parity.audit.plan;

import java.util.List;

/**
 * A loss's value and the gradients of its predictions.
 *
 * @param term which of the losses it is
 * @param operands predictions, constants, target and scale
 */
public record LossOperation(int number, int term, List<Variable> operands, Reads reads) implements StepOperation {
    public LossOperation {
        operands = List.copyOf(operands);
    }

    @Override
    public List<String> arguments() {
        return StepOperation.texts(operands);
    }

    @Override
    public String arrays() {
        return "self.l%d(A[%d])".formatted(term, number);
    }

    @Override
    public String deviations() {
        return "self.m%1$d(A[%2$d], E[%2$d], u)".formatted(term, number);
    }
}
