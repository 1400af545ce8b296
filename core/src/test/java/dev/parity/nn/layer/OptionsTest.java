package dev.parity.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What PyTorch refuses of activations, norms and dropout is refused, with what was found. */
class OptionsTest {
    private static final OptionalDouble TENTH = OptionalDouble.of(0.1);

    private static void refused(String message, Executable mistake) {
        BadInput bad = assertThrows(BadInput.class, mistake);
        assertTrue(bad.getMessage().contains(message), bad.getMessage());
    }

    @Test
    void ofActivations() {
        refused("alpha divides, so it cannot be 0", () -> new CELU(0));
        refused("beta divides, so it cannot be 0", () -> new Softplus(0, 20));
        refused("min_val 1.0 and max_val -1.0", () -> new Hardtanh(1, -1));
        refused("not 0", () -> new PReLU(0, 0.25));
        refused("(N, 3, *), and here comes (4, 2)", () -> new PReLU(3, 0.25).output(Shape.of(4, 2)));
        refused("here comes (4, 3)", () -> new GLU(-1).output(Shape.of(4, 3)));
        refused("dim 2 does not exist", () -> new GLU(2).output(Shape.of(4, 2)));
    }

    @Test
    void ofDropout() {
        refused("not 1.5", () -> new Dropout(1.5, true));
        refused("not NaN", () -> new Dropout(Double.NaN, true));
        assertEquals(OptionalDouble.of(0.75), new Dropout(0.25, true).keeps());
        assertEquals(OptionalDouble.empty(), new Dropout(0.25, false).keeps());
        assertEquals(OptionalDouble.empty(), new Dropout(0, true).keeps());
    }

    @Test
    void ofBatchNorm() {
        refused("at least 1, not 0", () -> new BatchNorm1d(0, 1e-5, TENTH, true, true, true));
        refused("eps is not negative", () -> new BatchNorm2d(2, -1, TENTH, true, true, true));
        BatchNorm1d vectors = new BatchNorm1d(3, 1e-5, TENTH, true, true, true);
        refused("(N, C) or (N, C, L), and here comes (3,)", () -> vectors.output(Shape.of(3)));
        refused("3 channels in dimension 1, and here comes (4, 2)", () -> vectors.output(Shape.of(4, 2)));
        refused("no variance to train with", () -> vectors.output(Shape.of(1, 3)));
        assertEquals(Shape.of(1, 3), new BatchNorm1d(3, 1e-5, TENTH, true, true, false).output(Shape.of(1, 3)));
        refused("(N, C, H, W)", () -> new BatchNorm2d(3, 1e-5, TENTH, true, true, true).output(Shape.of(4, 3)));
    }

    @Test
    void ofTheOtherNorms() {
        refused("6 channels cannot be split into 4 groups", () -> new GroupNorm(4, 6, 1e-5, true));
        refused("(N, 6, *), and here comes (2, 3)", () -> new GroupNorm(2, 6, 1e-5, true).output(Shape.of(2, 3)));
        refused("has no variance; take fewer groups", () -> new GroupNorm(6, 6, 1e-5, true).output(Shape.of(1, 6)));
        InstanceNorm2d images = new InstanceNorm2d(3, 1e-5, TENTH, false, false, true);
        refused("(3, H, W), and here comes (2, 4, 5, 5)", () -> images.output(Shape.of(2, 4, 5, 5)));
        refused("has no variance", () -> images.output(Shape.of(2, 3, 1, 1)));
        refused("normalized_shape holds", () -> new LayerNorm(List.of(), 1e-5, true, true));
        refused("end in (4,), and here comes (4, 3)", () -> new LayerNorm(List.of(4), 1e-5, true, true)
                .output(Shape.of(4, 3)));
        refused("end in (2, 3), and here comes (3,)", () -> new RMSNorm(List.of(2, 3), TENTH, true)
                .output(Shape.of(3)));
    }
}
