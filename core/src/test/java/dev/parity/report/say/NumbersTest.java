package dev.parity.report.say;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void brief() {
        assertEquals("2.9e-1", Numbers.brief(0.29));
        assertEquals("1.0e0", Numbers.brief(0.999));
        assertEquals("-1.2e10", Numbers.brief(-1.23e10));
        assertEquals("4.9e-324", Numbers.brief(Double.MIN_VALUE));
        assertEquals(
                List.of("0", "0", "nan", "inf", "-inf"),
                List.of(
                        Numbers.brief(0),
                        Numbers.brief(-0.0),
                        Numbers.brief(Double.NaN),
                        Numbers.brief(INF),
                        Numbers.brief(-INF)));
    }

    @Test
    void lossesHaveTenDecimals() {
        assertEquals("29.7599750339", Numbers.loss(29.75997503391234));
        assertEquals("0.0000000000", Numbers.loss(0));
        assertEquals("-1.5000000000", Numbers.loss(-1.5));
        assertEquals("1.2345678901e-9", Numbers.loss(1.2345678901e-9));
        assertEquals("9.8765432109e12", Numbers.loss(9.8765432109e12));
        assertEquals("nan", Numbers.loss(Double.NaN));
        assertEquals("inf", Numbers.loss(INF));
    }

    @Test
    void pairsShowWhatTellsThemApart() {
        assertEquals(List.of("0.0123", "0.0456"), Numbers.pair(0.0123, 0.0456));
        assertEquals(List.of("1", "1.00000001"), Numbers.pair(1, 1.00000001));
        assertEquals(
                List.of("0.1", "0.100000001"),
                Numbers.pair(0.1, 0.1f).stream()
                        .map(s -> s.length() > 11 ? s.substring(0, 11) : s)
                        .toList());
        assertEquals(List.of("1", "1.0000000000000002"), Numbers.pair(1, Math.nextUp(1.0)));
        assertEquals(List.of("nan", "-inf"), Numbers.pair(Double.NaN, -INF));
        assertEquals(List.of("2.5e-7", "-3.25e20"), Numbers.pair(2.5e-7, -3.25e20));
        assertEquals(List.of("7", "7"), Numbers.pair(7, 7));
    }

    @Test
    void counts() {
        assertEquals("1,234,567", Numbers.count(1_234_567));
        assertEquals("1 site", Numbers.count(1, "site"));
        assertEquals("0 sites", Numbers.count(0, "site"));
        assertEquals(Optional.of("999,999 ulp"), Numbers.ulp(999_999));
        assertEquals(Optional.empty(), Numbers.ulp(4.5e15));
        assertEquals(Optional.empty(), Numbers.ulp(Double.NaN));
        assertEquals("0.13 s", Numbers.seconds(0.125));
        assertEquals("75 s", Numbers.seconds(75.2));
        assertEquals("812 MB", Numbers.megabytes(812_345_678));
    }
}
