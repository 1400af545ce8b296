package dev.parity.nn;

/**
 * The error function, erf(x) = 2/√π ∫₀ˣ exp(-t²) dt, to one unit in the last place of a double.
 * <pre>
 *   |x| &lt; 0.84375    x + x R(x²)
 *   |x| &lt; 1.25       0.84506... + P(|x| - 1)
 *   |x| &lt; 6          1 - exp(-x² - 0.5625 + R(1/x²)) / |x|, and beyond it 1
 * </pre>
 *
 * The rational approximations are those of FDLIBM's {@code s_erf.c} (Copyright 1993 by Sun Microsystems, Inc.; freely
 * granted permission to use, copy, modify and distribute, provided that this notice is preserved). Its exp(-x²) in two factors
 * serves erfc, whose relative error counts; here one will do.
 *
 * @see <a href="https://www.netlib.org/fdlibm/s_erf.c">FDLIBM's s_erf.c</a>
 */
public final class Erf {
    private Erf() {}

    public static double of(double x) {
        double a = Math.abs(x);
        if (a < 0.84375) {
            return x + x * small(x * x);
        }
        if (a < 1.25) {
            return Math.copySign(0.845062911510467529297 + middle(a - 1), x);
        }
        if (a >= 6) {
            return Math.copySign(1, x);
        }
        double s = 1 / (a * a);
        double r = a < 1 / 0.35 ? large(s) : larger(s);
        return Math.copySign(1 - Math.exp(-a * a - 0.5625 + r) / a, x); // a NaN stays one
    }

    private static double small(double z) {
        double p = -5.77027029648944159157e-03 + z * -2.37630166566501626084e-05;
        p = 1.28379167095512558561e-01 + z * (-3.25042107247001499370e-01 + z * (-2.84817495755985104766e-02 + z * p));
        double q = 5.08130628187576562776e-03 + z * (1.32494738004321644526e-04 + z * -3.96022827877536812320e-06);
        return p / (1 + z * (3.97917223959155352819e-01 + z * (6.50222499887672944485e-02 + z * q)));
    }

    private static double middle(double s) {
        double p = -1.10894694282396677476e-01 + s * (3.54783043256182359371e-02 + s * -2.16637559486879084300e-03);
        p = -3.72207876035701323847e-01 + s * (3.18346619901161753674e-01 + s * p);
        p = -2.36211856075265944077e-03 + s * (4.14856118683748331666e-01 + s * p);
        double q = 1.26171219808761642112e-01 + s * (1.36370839120290507362e-02 + s * 1.19844998467991074170e-02);
        q = 5.40397917702171048937e-01 + s * (7.18286544141962662868e-02 + s * q);
        return p / (1 + s * (1.06420880400844228286e-01 + s * q));
    }

    private static double large(double s) {
        double p = -1.84605092906711035994e+02 + s * (-8.12874355063065934246e+01 + s * -9.81432934416914548592e+00);
        p = -6.23753324503260060396e+01 + s * (-1.62396669462573470355e+02 + s * p);
        p = -9.86494403484714822705e-03 + s * (-6.93858572707181764372e-01 + s * (-1.05586262253232909814e+01 + s * p));
        double q = 1.08635005541779435134e+02 + s * (6.57024977031928170135e+00 + s * -6.04244152148580987438e-02);
        q = 6.45387271733267880336e+02 + s * (4.29008140027567833386e+02 + s * q);
        q = 1.37657754143519042600e+02 + s * (4.34565877475229228821e+02 + s * q);
        return p / (1 + s * (1.96512716674392571292e+01 + s * q));
    }

    private static double larger(double s) {
        double p = -6.37566443368389627722e+02 + s * (-1.02509513161107724954e+03 + s * -4.83519191608651397019e+02);
        p = -1.77579549177547519889e+01 + s * (-1.60636384855821916062e+02 + s * p);
        p = -9.86494292470009928597e-03 + s * (-7.99283237680523006574e-01 + s * p);
        double q = 2.55305040643316442583e+03 + s * (4.74528541206955367215e+02 + s * -2.24409524465858183362e+01);
        q = 1.53672958608443695994e+03 + s * (3.19985821950859553908e+03 + s * q);
        return p / (1 + s * (3.03380607434824582924e+01 + s * (3.25792512996573918826e+02 + s * q)));
    }
}
