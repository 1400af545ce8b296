package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import java.util.Locale;

/**
 * A bug of handwritten backpropagation, said once: the wrong array that it makes of an operation's operands, in plain
 * arithmetic. Planted, it replaces the right array in the handwritten engine.
 *
 * <p>A fault is one record without components, and its name in kebab case is the id that users see:
 * {@code SoftmaxJacobianDiagonalOnly} is {@code softmax-jacobian-diagonal-only}.
 */
public sealed interface Fault
        permits BiasGradNotSummedOverBatch,
                CeGradNotDividedByN,
                GradsNotZeroed,
                LinearGradTransposed,
                MseMissingFactor2,
                OutputErrorSign,
                ReluMaskMissing,
                SoftmaxJacobianDiagonalOnly {
    default String id() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z0-9])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** What people wrote, and what is right, in one line. */
    String about();

    /** Whether the fault can spoil what is made so. */
    boolean fits(Operation made);

    /** The wrong array; it has the shape and type of the right one. */
    Tensor wrong(Operands at);
}
