package dev.parity.formula;

import java.util.function.DoubleUnaryOperator;

/** A function of one number, with the size at which it is rounded: its slope times that of its argument, and no less than its own. */
public enum Fn {
    EXP("exp", Math::exp, Math::exp),
    LOG("log", Math::log, x -> 1 / Math.abs(x)),
    SQRT("sqrt", Math::sqrt, x -> x == 0 ? 0 : 0.5 / Math.sqrt(x)),
    SQUARE("square", x -> x * x, x -> Math.abs(x)),
    TANH("tanh", Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x)),
    SIGMOID("sigmoid", Fn::sigmoid, x -> sigmoid(x) * (1 - sigmoid(x))),
    RELU("relu", x -> Math.max(x, 0), x -> x > 0 ? 1 : 0),
    SOFTPLUS("softplus", x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), Fn::sigmoid),
    ABS("abs", Math::abs, x -> 1),
    SIGN("sign", Math::signum, x -> 0),
    FLOOR("floor", Math::floor, x -> 0),
    CEIL("ceil", Math::ceil, x -> 0),
    ERF("erf", Fn::erf, x -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x)),
    CLIP("clip", x -> Math.max(-1, Math.min(1, x)), x -> 1);

    private final String text;
    private final DoubleUnaryOperator f;
    private final DoubleUnaryOperator slope;

    Fn(String text, DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        this.text = text;
        this.f = f;
        this.slope = slope;
    }

    String text() {
        return text;
    }

    double of(double x) {
        return f.applyAsDouble(x);
    }

    double magnitude(double x, double m, double y) {
        double moved = Math.abs(slope.applyAsDouble(x)) * m;
        return Math.max(Math.abs(y), Double.isNaN(moved) ? 0 : moved);
    }

    private static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    /** The error function to a rounding or two: its series below 3, the continued fraction of its complement above. */
    private static double erf(double x) {
        double a = Math.abs(x);
        if (a < 3) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 200; n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
        }
        double fraction = 0;
        for (int n = 60; n >= 1; n--) {
            fraction = n / 2.0 / (a + fraction);
        }
        return Math.copySign(1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction), x);
    }
}
