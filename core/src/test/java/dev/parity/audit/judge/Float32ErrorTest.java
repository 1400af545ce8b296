package dev.parity.audit.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.TorchProgram.Lent;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.nio.DoubleBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class Float32ErrorTest {
    private static final double U = DType.FLOAT32.roundoff();
    private static final Tensor ROWS = Tensor.of(Shape.of(2), 1, 3);
    private static final Tensor COLUMNS = Tensor.of(Shape.of(2), 1, 2);
    private final Float32Error once = new Float32Error(1, ROWS, COLUMNS, 1);

    @Test
    void itStandsForSixteenSteps() {
        assertTrue(once.lasts(1));
        assertTrue(once.lasts(17));
        assertFalse(once.lasts(18));
        assertFalse(once.lasts(0));
    }

    @Test
    void itFitsArraysOfItsShape() {
        assertTrue(once.fits(lent(2, 2, 1, 1, 1, 1)));
        assertFalse(once.fits(lent(1, 2, 1, 1)));
        assertFalse(once.fits(lent(4, 1, 1, 1, 1, 1)));
    }

    /** √((1 r² + 3 (2 r)²) / 4) of what one run showed and of twice that, which three did. */
    @Test
    void runsOfSeveralStepsAreOneSample() {
        Float32Error all =
                Float32Error.of(List.of(once, new Float32Error(9, Tensor.of(Shape.of(2), 2, 6), COLUMNS, 3)));
        assertEquals(4, all.runs());
        assertEquals(Math.sqrt(13 / 4.), all.rows().get(0), 1e-12);
        assertEquals(3 * Math.sqrt(13 / 4.), all.rows().get(1), 1e-12);
        assertEquals(2, all.columns().get(1), 1e-12);
    }

    /** A row of one element has that element's size, however large the others are. */
    @Test
    void anElementMayBeARow() {
        double[] e = {1, 1e-3};
        Lent lent = lent(2, 1, e);
        Float32Error error = new Float32Error(1, Tensor.of(Shape.of(2), 2, 2), Tensor.of(Shape.of(1), 1.), 1);
        assertTrue(error.fits(lent));
        Tensor c = Tensor.of(Shape.of(2, 1), 1 + 43 * U, 1e-3 * (1 + 45 * U));
        assertArrayEquals(
                new long[] {1},
                Screen.of(c, lent, U, false).like(lent, U, error).far());
    }

    /** One run: 22 times what it was off in the row and column, over the root mean square of the row; of more runs 27. */
    @Test
    void anElementIsNearWithinWhatWasShown() {
        double[] e = {1, -1, 2, 2};
        double[] c = {1 + 23 * U, -1 - 43 * U, 2 + 2 * 65 * U, 2 + 2 * 133 * U};
        assertArrayEquals(new long[] {0, 3}, far(c, e, once));
        assertArrayEquals(new long[] {}, far(c, e, new Float32Error(1, ROWS, COLUMNS, 3)));
    }

    private static long[] far(double[] c, double[] e, Float32Error error) {
        Lent lent = lent(2, 2, e);
        return Screen.of(Tensor.of(Shape.of(2, 2), c), lent, U, false)
                .like(lent, U, error)
                .far();
    }

    private static Lent lent(int rows, int columns, double... e) {
        return new Lent(Shape.of(rows, columns), DoubleBuffer.wrap(e));
    }
}
