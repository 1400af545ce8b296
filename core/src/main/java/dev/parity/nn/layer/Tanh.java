package dev.parity.nn.layer;

/**
 * y = tanh x.
 * <pre>
 *   dx = dy (1 - y²)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html">torch.nn.Tanh</a>
 */
public record Tanh() implements Activation {
    @Override
    public double f(double x) {
        return of(x);
    }

    /**
     * tanh x to 2 ulp, at a third of the time that Java's own takes: Java has a fast exp, and its tanh is FDLIBM's, on a slow
     * expm1. The rational approximation near 0 is that of Cephes.
     *
     * @see <a href="https://www.netlib.org/cephes/">Cephes Mathematical Library, tanh.c</a>
     */
    static double of(double x) {
        double a = Math.abs(x);
        if (a >= 0.625) {
            return Math.copySign(1 - 2 / (Math.exp(2 * a) + 1), x);
        }
        double z = x * x;
        double p = -1.61468768441708447952e3 + z * (-9.92877231001918586564e1 + z * -9.64399179425052238628e-1);
        double q = 4.84406305325125486048e3 + z * (2.23548839060100448583e3 + z * (1.12811678491632931402e2 + z));
        return Math.copySign(a + a * z * (p / q), x);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return dy * (1 - y * y);
    }

    @Override
    public String torch() {
        return "y = torch.tanh(x)";
    }
}
