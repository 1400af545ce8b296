package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A bug of handwritten training, said once: the wrong array that it makes of an operation's operands, in plain arithmetic. Planted, it
 * replaces the right array in the handwritten engine; as a cause, it predicts the candidate's array from the candidate's own operands.
 *
 * <p>A fault is a row in the file of its family, and {@code parity explain ID} shows the page of its id.
 *
 * @param id in kebab case: {@code softmax-jacobian-diagonal-only}
 * @param about what people wrote, and what is right, in one line
 * @param where the arrays that it can spoil; it sees their options, so that it need not fit where it would equal the right thing
 * @param makes the wrong array, which has the shape and type of the right one
 */
public record Fault(String id, String about, Predicate<Operation> where, Function<Operands, Tensor> makes) {
    public Fault {
        if (!id.matches("[a-z0-9]+(-[a-z0-9]+)+")) {
            throw new IllegalArgumentException("\"" + id + "\" is no id in kebab case");
        }
    }

    /** Whether an operation makes an array that the fault can spoil. */
    public boolean fits(Operation operation) {
        return where.test(operation);
    }

    /** The wrong array. */
    public Tensor wrong(Operands at) {
        Tensor wrong = makes.apply(at);
        Tensor right = at.right();
        if (!wrong.shape().equals(right.shape()) || wrong.dtype() != right.dtype()) {
            throw new IllegalStateException(
                    id + " makes " + wrong.dtype() + wrong.shape() + " of " + right.dtype() + right.shape());
        }
        return wrong;
    }

    /** Such an array of one of these kinds; {@code dx} is the gradient of each input. */
    static Predicate<Operation> on(Phase phase, String array, String... kinds) {
        List<String> all = List.of(kinds);
        return operation -> all.stream().anyMatch(kind -> operation.is(phase, kind, array));
    }
}
