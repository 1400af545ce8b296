package dev.parity.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.TorchProgram.Lent;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.nio.DoubleBuffer;
import org.junit.jupiter.api.Test;

class ShownTest {
    private static final double U = DType.FLOAT32.roundoff();
    private static final Tensor ROWS = Tensor.of(Shape.of(2), 1, 3);
    private static final Tensor COLUMNS = Tensor.of(Shape.of(2), 1, 2);
    private static final Tensor NONE = Tensor.of(Shape.of(0));

    private final Shown once = new Shown(1, ROWS, COLUMNS, 1);

    @Test
    void itStandsForSixteenStepsOfTheSameShape() {
        Lent e = lent(2, 2, 1, 1, 1, 1);
        assertTrue(once.lasts(17, e));
        assertFalse(once.lasts(18, e));
        assertFalse(once.lasts(0, e));
        assertFalse(once.lasts(2, lent(1, 2, 1, 1)));
        assertFalse(new Shown(1, NONE, NONE, 0).lasts(2, e));
    }

    @Test
    void moreRunsStandForFewerUntilTheyAreOld() {
        Shown more = new Shown(1, ROWS, COLUMNS, 3);
        Shown later = new Shown(17, ROWS, COLUMNS, 1);
        assertSame(more, more.then(later));
        assertSame(later, once.then(later));
        assertSame(more, once.then(more));
        Shown late = new Shown(18, ROWS, COLUMNS, 1);
        assertSame(late, more.then(late));
        assertSame(more, more.then(new Shown(30, NONE, NONE, 0)));
    }

    /** One run: 22 times what it was off in the row and column, over the root mean square of the row; of more runs 32. */
    @Test
    void anElementIsNearWithinWhatWasShown() {
        double[] e = {1, -1, 2, 2};
        double[] c = {1 + 23 * U, -1 - 43 * U, 2 + 2 * 65 * U, 2 + 2 * 133 * U};
        assertArrayEquals(new long[] {0, 3}, far(c, e, once));
        assertArrayEquals(new long[] {}, far(c, e, new Shown(1, ROWS, COLUMNS, 3)));
        assertEquals(22 * 3 * 2, once.near(3));
    }

    private static long[] far(double[] c, double[] e, Shown shown) {
        Lent lent = lent(2, 2, e);
        return Screen.of(Tensor.of(Shape.of(2, 2), c), lent, U, false)
                .like(lent, U, shown)
                .far();
    }

    private static Lent lent(int rows, int columns, double... e) {
        return new Lent(Shape.of(rows, columns), DoubleBuffer.wrap(e));
    }
}
