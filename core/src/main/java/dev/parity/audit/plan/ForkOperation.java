package dev.parity.audit.plan;

import java.util.List;

/** The gradient of an output of several users, where the sum of what they send back is recorded: {@code dy} = Σ parts. */
public record ForkOperation(int number, List<Variable> branches, Reads reads) implements StepOperation {
    public ForkOperation {
        branches = List.copyOf(branches);
    }

    @Override
    public List<String> arguments() {
        return StepOperation.texts(branches);
    }

    @Override
    public String arrays() {
        return "[" + StepOperation.sum(branches) + "]";
    }

    @Override
    public String deviations() {
        return "self.summed(A[%1$d], E[%1$d], u)".formatted(number);
    }
}
