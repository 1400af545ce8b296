package dev.parity.compare;

import dev.parity.tensor.Tensor;

/**
 * What 2-norms tell of two arrays.
 *
 * @param relative ‖c - r‖ / ‖r‖; 0 where c equals r, infinite where only r is all zero
 * @param cosine of the angle between c and r, from -1 to 1; 1 where both are all zero, 0 where one is
 */
record Norms(double relative, double cosine) {
    /** Below this sum of squares, squares that underflowed may be missed in it. */
    private static final double SMALLEST = 0x1p-960;

    static final Norms UNDEFINED = new Norms(Double.NaN, Double.NaN);

    /** Whether a sum of squares neither overflowed nor lost what counts to underflow. */
    static boolean sound(double sumOfSquares) {
        return sumOfSquares >= SMALLEST && sumOfSquares <= Double.MAX_VALUE;
    }

    /** From Σ(c-r)², Σr², Σc², Σrc. */
    static Norms of(double dd, double rr, double cc, double rc) {
        return of(Math.sqrt(dd), Math.sqrt(rr), Math.sqrt(cc), rc, 0);
    }

    /**
     * The same for finite numbers of any size: each array is first scaled by the power of two of its largest number, so
     * that no square leaves the range of a double. Slower, and seldom needed.
     */
    static Norms scaled(Tensor reference, Tensor candidate) {
        int n = reference.size();
        double largestR = 0;
        double largestC = 0;
        double largestD = 0;
        for (int i = 0; i < n; i++) {
            largestR = Math.max(largestR, Math.abs(reference.get(i)));
            largestC = Math.max(largestC, Math.abs(candidate.get(i)));
            largestD = Math.max(largestD, Math.abs(candidate.get(i) - reference.get(i)));
        }
        int er = Math.getExponent(largestR);
        int ec = Math.getExponent(largestC);
        boolean overflows = largestD > Double.MAX_VALUE;
        int ed = overflows ? Double.MAX_EXPONENT : Math.getExponent(largestD);
        double dd = 0;
        double rr = 0;
        double cc = 0;
        double rc = 0;
        for (int i = 0; i < n; i++) {
            double r = reference.get(i);
            double c = candidate.get(i);
            double d = overflows ? Math.scalb(c, -ed) - Math.scalb(r, -ed) : Math.scalb(c - r, -ed);
            double x = Math.scalb(r, -er);
            double y = Math.scalb(c, -ec);
            dd += d * d;
            rr += x * x;
            cc += y * y;
            rc += x * y;
        }
        return of(Math.sqrt(dd), Math.sqrt(rr), Math.sqrt(cc), rc, ed - er);
    }

    private static Norms of(double d, double r, double c, double rc, int exponent) {
        double relative = d == 0 ? 0 : Math.scalb(d / r, exponent);
        double cosine = r == 0 && c == 0 ? 1 : r == 0 || c == 0 ? 0 : Math.max(-1, Math.min(1, rc / r / c));
        return new Norms(relative, cosine);
    }
}
