package dev.parity.audit.plan;

import java.util.List;

/** A weight that is not trained: it stays, to the last bit, what it was. */
public record FrozenOperation(int number, Variable before, Reads reads) implements StepOperation {
    @Override
    public List<String> arguments() {
        return List.of(before.text());
    }

    @Override
    public String arrays() {
        return "[A[%d][0]]".formatted(number);
    }

    @Override
    public String deviations() {
        return "[torch.zeros_like(A[%d][0])]".formatted(number);
    }
}
