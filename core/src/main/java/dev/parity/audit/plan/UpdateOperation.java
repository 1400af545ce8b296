package dev.parity.audit.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A weight after the optimizer's step, and its states.
 *
 * @param weight which of the weights it is, in the order of {@link Operand.Kind#RATES}
 * @param optimizer which of the optimizers
 * @param operands gradient, weight and states
 */
public record UpdateOperation(int number, int weight, int optimizer, List<Variable> operands, Reads reads)
        implements StepOperation {
    /** Learning rate, momentum and number of the update. */
    private static final int RATES = 3;

    public UpdateOperation {
        operands = List.copyOf(operands);
    }

    @Override
    public List<String> arguments() {
        List<String> all = new ArrayList<>();
        for (int r = 0; r < RATES; r++) {
            all.add("rates[%d]".formatted(RATES * weight + r));
        }
        all.addAll(StepOperation.texts(operands));
        return all;
    }

    @Override
    public String arrays() {
        return "self.u%d(A[%d])".formatted(optimizer, number);
    }

    @Override
    public String deviations() {
        return deviations("A[%d]".formatted(number), "E[%d]".formatted(number));
    }

    @Override
    public Optional<String> deviationsOfSome() {
        return Optional.of(
                deviations("self.each(A[%d], at)".formatted(number), "self.each(E[%d], at)".formatted(number)));
    }

    @Override
    public OptionalInt stepOf() {
        return OptionalInt.of(optimizer);
    }

    private String deviations(String arguments, String arrays) {
        return "self.v%d_(%s, %s, u)".formatted(optimizer, arguments, arrays);
    }
}
