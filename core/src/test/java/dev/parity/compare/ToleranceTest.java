package dev.parity.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTest {
    private static final Tolerance LOOSE = new Tolerance(0.5, Double.MAX_VALUE);

    @Test
    void readsWhatPeopleWrite() {
        assertEquals(new Tolerance(1e-6, 1e-8), Tolerance.parse("1e-6,1e-8"));
        assertEquals(new Tolerance(0, 0.25), Tolerance.parse(" 0 , 0.25 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1e-6", "1e-6,", ",", "1e-6,1e-8,0", "1e-6;1e-8", "a,b", "nan,0", "0,NaN", "0,Infinity"})
    void refusesOtherText(String text) {
        assertThrows(BadInput.class, () -> Tolerance.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1e-9,0", "0,-1e-9", "1,0", "2,0"})
    void refusesWhatWouldPassAnythingOrNothing(String text) {
        assertThrows(BadInput.class, () -> Tolerance.parse(text));
    }

    @Test
    void theMessageSaysWhatWasFoundAndWhatToWrite() {
        String message =
                assertThrows(BadInput.class, () -> Tolerance.parse("tight")).getMessage();
        assertTrue(message.contains("\"tight\"") && message.contains("1e-6,1e-8"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, NaN",
        "0, NaN",
        "NaN, 0",
        "Infinity, Infinity",
        "-Infinity, -Infinity",
        "Infinity, 0",
        "0, Infinity",
        "1.7e308, -1.7e308"
    })
    void neverPassesWhatIsNotFinite(double reference, double candidate) {
        assertFalse(LOOSE.passes(reference, candidate));
    }

    @Test
    void passesUpToItsEdge() {
        Tolerance t = new Tolerance(0.25, 0.5);
        assertTrue(t.passes(8, 10.5));
        assertFalse(t.passes(8, Math.nextUp(10.5)));
        assertTrue(t.passes(-8, -5.5));
        assertTrue(t.passes(0, -0.5));
        assertTrue(Tolerance.EXACT.passes(0.0, -0.0));
        assertFalse(Tolerance.EXACT.passes(0, Double.MIN_VALUE));
    }

    @Test
    void aFloatLiteralInADoubleComputationFails() {
        assertFalse(Tolerance.of(DType.FLOAT64).passes(0.1, 0.1f));
        assertTrue(Tolerance.of(DType.FLOAT32).passes(0.1, 0.1f));
        assertTrue(Tolerance.of(DType.FLOAT64).passes(0.3, 0.1 + 0.2));
    }
}
