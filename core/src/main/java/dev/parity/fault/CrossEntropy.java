package dev.parity.fault;

import dev.parity.tensor.Tensor;

/**
 * The cross-entropy of logits in plain arithmetic, Σ -a log softmax(x) / d, with the places where people go wrong left open.
 * <pre>
 *   labels t         aₖ = wₖ on for k = t, wₖ off for the others; 0 in a row that is ignored
 *   probabilities q  aₖ = wₖ (q (on - off) + off)
 *   right            on = 1 - ε + ε/C    off = ε/C    d = Σ wₜ, or the rows for probabilities
 *   dx = (softmax(x) Σ a - a) / d
 * </pre>
 */
final class CrossEntropy {
    final Axis axis;
    final int rows;
    private final Operands at;
    private final double[] a;
    private final double scale;
    private final double divisor;

    private CrossEntropy(Operands at, double on, double off, boolean ignoredToo, boolean byCount) {
        this.at = at;
        this.axis = Axis.classes(at.x().shape());
        this.a = new double[at.x().size()];
        this.scale = at.number("scale");
        Tensor target = at.of("target");
        double weights = 0;
        int counted = 0;
        for (int row = 0; row < axis.lines(); row++) {
            boolean labels = !target.dtype().isFloat();
            boolean ignored = labels && target.getLong(row) == at.number("ignore_index");
            for (int k = 0; k < axis.length(); k++) {
                int i = axis.at(row, k);
                double share = labels ? ignored || target.getLong(row) != k ? 0 : 1 : target.get(i);
                a[i] = ignored && !ignoredToo ? 0 : weight(k) * (share * (on - off) + off);
            }
            counted += ignored ? 0 : 1;
            weights += ignored ? 0 : labels ? weight((int) target.getLong(row)) : 1;
        }
        this.rows = counted;
        this.divisor = !at.text("reduction").equals("mean") ? 1 : byCount ? counted : weights;
    }

    private double weight(int k) {
        return at.reads("weight") ? at.of("weight").get(k) : 1;
    }

    static CrossEntropy right(Operands at) {
        return new CrossEntropy(at, 1 - smoothing(at) + share(at), share(at), false, false);
    }

    /** The mean over the rows, whatever they weigh. */
    static CrossEntropy byCount(Operands at) {
        return new CrossEntropy(at, 1 - smoothing(at) + share(at), share(at), false, true);
    }

    /** All of the smoothing goes to the other classes. */
    static CrossEntropy othersOnly(Operands at) {
        double off = smoothing(at) / (Axis.classes(at.x().shape()).length() - 1);
        return new CrossEntropy(at, 1 - smoothing(at), off, false, false);
    }

    /** Rows that are ignored have their uniform share. */
    static CrossEntropy ignoredToo(Operands at) {
        return new CrossEntropy(at, 1 - smoothing(at) + share(at), share(at), true, false);
    }

    private static double smoothing(Operands at) {
        return at.number("label_smoothing");
    }

    private static double share(Operands at) {
        return smoothing(at) / Axis.classes(at.x().shape()).length();
    }

    double value(Tensor logits) {
        double[] p = axis.softmax(logits);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum -= a[i] == 0 ? 0 : a[i] * Math.log(p[i]);
        }
        return scale * sum / divisor;
    }

    double[] dx(Tensor logits) {
        double[] p = axis.softmax(logits);
        double[] dx = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            dx[i] = scale * (p[i] * axis.sum(axis.line(i), j -> a[j]) - a[i]) / divisor;
        }
        return dx;
    }

    /** dL/d(probabilities) if b stood where they do: -a / b. */
    double[] over(Tensor b) {
        double[] d = new double[a.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = a[i] == 0 ? 0 : -scale * a[i] / b.get(i) / divisor;
        }
        return d;
    }
}
