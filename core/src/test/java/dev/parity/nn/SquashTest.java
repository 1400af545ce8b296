package dev.parity.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SquashTest {
    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-9, 1e-3, 0.3, 0.625, 1, 5, 30})
    void tanhIsWithinThreeUlp(double scale) {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double x = scale * (2 * random.nextDouble() - 1);
            double right = Math.tanh(x);
            assertTrue(
                    Math.abs(Squash.tanh(x) - right) <= 3 * Math.ulp(right),
                    () -> "tanh " + x + " is " + Squash.tanh(x));
        }
    }

    @Test
    void theEnds() {
        assertEquals(1, Squash.tanh(Double.POSITIVE_INFINITY));
        assertEquals(-1, Squash.tanh(-1000));
        assertEquals(0, Squash.tanh(0));
        assertEquals(Double.NaN, Squash.tanh(Double.NaN));
        assertEquals(0, Squash.sigmoid(-1000));
        assertEquals(0.5, Squash.sigmoid(0));
        assertEquals(1, Squash.sigmoid(1000));
        assertEquals(Double.NaN, Squash.sigmoid(Double.NaN));
    }
}
