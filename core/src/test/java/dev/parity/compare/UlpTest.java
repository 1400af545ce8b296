package dev.parity.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UlpTest {
    @Test
    void neighboursAreOneApart() {
        for (double x :
                new double[] {0, Double.MIN_VALUE, 1, -1, 2, -2, 1e308, Double.MIN_NORMAL, -Double.MIN_NORMAL}) {
            assertEquals(1, Ulp.between(x, Math.nextUp(x)));
            assertEquals(1, Ulp.between(Math.nextDown(x), x));
            assertEquals(2, Ulp.between(Math.nextUp(x), Math.nextDown(x)));
        }
        for (float x : new float[] {0, Float.MIN_VALUE, 1, -1, 2, -2, 1e38f, Float.MIN_NORMAL, -Float.MIN_NORMAL}) {
            assertEquals(1, Ulp.between(x, Math.nextUp(x)));
            assertEquals(2, Ulp.between(Math.nextUp(x), Math.nextDown(x)));
        }
    }

    @Test
    void countsAcrossZero() {
        assertEquals(0, Ulp.between(0.0, -0.0));
        assertEquals(0, Ulp.between(-0f, 0f));
        assertEquals(2, Ulp.between(-Double.MIN_VALUE, Double.MIN_VALUE));
        assertEquals(2, Ulp.between(Float.MIN_VALUE, -Float.MIN_VALUE));
        assertEquals(3, Ulp.between(-0.0 - 2 * Double.MIN_VALUE, Double.MIN_VALUE));
    }

    @Test
    void theWidestDistanceIsExact() {
        assertEquals(2 * 0x7fefffffffffffffL, Ulp.between(-Double.MAX_VALUE, Double.MAX_VALUE));
        assertEquals(2 * 0x7fefffffffffffffL, Ulp.between(Double.MAX_VALUE, -Double.MAX_VALUE));
        assertEquals(2L * 0x7f7fffff, Ulp.between(Float.MAX_VALUE, -Float.MAX_VALUE));
        assertEquals(-1, Ulp.apart(Long.MIN_VALUE, Long.MAX_VALUE));
        assertEquals(0x1p64, Ulp.toDouble(-1));
    }

    @Test
    void isADistance() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            long ab = Ulp.between(a, b);
            assertEquals(ab, Ulp.between(b, a));
            assertEquals(ab, Ulp.between(-a, -b));
            long viaZero = Ulp.between(a, 0) + Ulp.between(0, b);
            assertEquals(Math.signum(a) == Math.signum(b), ab != viaZero);
        }
    }
}
