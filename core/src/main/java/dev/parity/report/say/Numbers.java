package dev.parity.report.say;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Numbers as text for people, the same in every locale. */
public final class Numbers {
    /** So many units in the last place are counted. */
    private static final double COUNTED = 1e6;

    private Numbers() {}

    /** A size of which two digits tell all: {@code 2.9e-1}, {@code 0}, {@code nan}, {@code -inf}. */
    public static String brief(double x) {
        return x == 0 || !Double.isFinite(x) ? plain(x) : exponent(String.format(Locale.ROOT, "%.1e", x));
    }

    /**
     * A loss with ten decimals, {@code 29.7599750339}, and with ten digits of its own where it is very small or large.
     */
    static String loss(double x) {
        if (!Double.isFinite(x)) {
            return plain(x);
        }
        double size = Math.abs(x);
        boolean decimal = size == 0 || (size >= 1e-3 && size < 1e7);
        return decimal ? String.format(Locale.ROOT, "%.10f", x) : exponent(String.format(Locale.ROOT, "%.10e", x));
    }

    /** Two numbers with as many digits, from six on, as it takes to tell them apart. */
    static List<String> pair(double a, double b) {
        return Stream.of(6, 9, 12, 17)
                .map(digits -> List.of(digits(a, digits), digits(b, digits)))
                .filter(texts -> !texts.get(0).equals(texts.get(1)))
                .findFirst()
                .orElse(List.of(digits(a, 6), digits(b, 6)));
    }

    /** A number in up to six digits: {@code 0.0123}, {@code 1e-12}. */
    static String value(double x) {
        return digits(x, 6);
    }

    static String cosine(double x) {
        return Double.isFinite(x) ? String.format(Locale.ROOT, "%.6f", x) : plain(x);
    }

    private static String digits(double x, int digits) {
        if (x == 0 || !Double.isFinite(x)) {
            return plain(x);
        }
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(digits)).stripTrailingZeros();
        int magnitude = rounded.precision() - rounded.scale() - 1;
        if (magnitude >= -4 && magnitude < 9) {
            return rounded.toPlainString();
        }
        String unscaled = rounded.unscaledValue().abs().toString();
        String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
        return (x < 0 ? "-" : "") + unscaled.charAt(0) + fraction + "e" + magnitude;
    }

    /** {@code 1,234,567}. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** {@code 1 step}, {@code 2 steps}. */
    public static String count(long n, String noun) {
        return count(n) + " " + noun + (n == 1 ? "" : "s");
    }

    /** A distance in ulp, as far as anyone would count; beyond that, and across a sign, it says nothing that the other figures do not. */
    static Optional<String> ulp(double distance) {
        return distance < COUNTED ? Optional.of(count((long) distance) + " ulp") : Optional.empty();
    }

    static String seconds(double s) {
        return String.format(Locale.ROOT, s < 10 ? "%.2f s" : "%.0f s", s);
    }

    static String megabytes(long bytes) {
        return count(Math.round(bytes / 1e6)) + " MB";
    }

    private static String plain(double x) {
        if (x == 0) {
            return "0";
        }
        return Double.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
    }

    /** {@code 2.9e-01} as {@code 2.9e-1}, {@code 1.0e+00} as {@code 1.0e0}. */
    private static String exponent(String text) {
        int e = text.indexOf('e') + 1;
        return text.substring(0, e) + Integer.parseInt(text.substring(e));
    }
}
