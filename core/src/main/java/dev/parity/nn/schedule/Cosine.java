package dev.parity.nn.schedule;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The cosine, correctly rounded. Java's and that of the C library, which Python calls, differ in the last bit of one
 * number in 500; the C library's is the correctly rounded one but for one number in 700.
 */
final class Cosine {
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal TWO_PI =
            new BigDecimal("6.28318530717958647692528676655900576839433879875021164194988918461563281257");

    private Cosine() {}

    /** cos x for a finite x: Taylor's series in 60 digits, once whole turns are taken off. */
    static double of(double x) {
        BigDecimal angle = new BigDecimal(x).remainder(TWO_PI, DIGITS);
        BigDecimal square = angle.multiply(angle, DIGITS);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int k = 2; term.signum() != 0 && term.scale() - term.precision() < 50; k += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(-(long) k * (k - 1)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum.doubleValue();
    }
}
