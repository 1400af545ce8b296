package dev.parity.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against {@code torch.erf} of torch 2.13.0 in float64, in each range of the approximation. */
class ErfTest {
    @ParameterizedTest
    @CsvSource({
        "1e-300, 1.1283791670955126e-300",
        "-1e-09, -1.1283791670955127e-09",
        "0.25, 0.27632639016823696",
        "-0.84, -0.7651427114549945",
        "0.85, 0.7706680576083526",
        "-1.0, -0.8427007929497149",
        "1.2499, 0.922876473187532",
        "1.26, 0.9252359418101295",
        "-2.0, -0.9953222650189527",
        "2.857, 0.9999466417399131",
        "2.9, 0.9999589021219005",
        "-4.5, -0.9999999998033839",
        "5.9, 0.9999999999999999",
        "6.1, 1.0"
    })
    void isWithinAnUlp(double x, double erf) {
        assertEquals(erf, Erf.of(x), Math.ulp(erf));
    }

    @Test
    void ofTheEnds() {
        assertEquals(1, Erf.of(Double.POSITIVE_INFINITY));
        assertEquals(-1, Erf.of(Double.NEGATIVE_INFINITY));
        assertEquals(Double.NaN, Erf.of(Double.NaN));
        assertEquals(-0.0, Erf.of(-0.0));
    }
}
