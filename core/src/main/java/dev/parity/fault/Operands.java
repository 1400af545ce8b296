package dev.parity.fault;

import dev.parity.tensor.Tensor;
import java.util.Optional;

/** What an operation reads at one site, as the candidate recorded it, and the right result. */
public interface Operands {
    /** The i-th input of the layer or loss. */
    Tensor x(int i);

    default Tensor x() {
        return x(0);
    }

    /** The layer's output. */
    Tensor y();

    /** dL/dy. */
    Tensor dy();

    /** A parameter of the layer, or the loss's {@code target}. */
    Tensor param(String name);

    /** The right array of this site. */
    Tensor right();

    /** The same site one step earlier, as the candidate had it. */
    Optional<Tensor> previous();

    /** An option of the layer or loss by its name in the spec; a loss also has {@code scale}. */
    double number(String option);

    String text(String option);
}
