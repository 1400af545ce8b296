package dev.parity.nn;

/** The two curves that gates are made of, in double, where Math's own would cost most of a step. */
public final class Squash {
    private Squash() {}

    /** 1 / (1 + e⁻ˣ). */
    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /**
     * tanh x to 2 ulp, in a third of the time of {@link Math#tanh}: a rational function near zero, where
     * 1 - 2 / (e²ˣ + 1) would cancel.
     *
     * @see <a href="https://www.netlib.org/cephes/">Cephes, whose coefficients these are (tanh.c)</a>
     */
    public static double tanh(double x) {
        double a = Math.abs(x);
        if (a < 0.625) {
            double z = x * x;
            double p = (-9.64399179425052238628e-1 * z - 9.92877231001918586564e1) * z - 1.61468768441708447952e3;
            double q = ((z + 1.12811678491632931402e2) * z + 2.23548839060100448583e3) * z + 4.84406305325125486048e3;
            return x + x * z * (p / q);
        }
        double y = 1 - 2 / (Math.exp(2 * a) + 1);
        return x < 0 ? -y : y;
    }
}
