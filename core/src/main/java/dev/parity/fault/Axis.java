package dev.parity.fault;

import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.function.IntToDoubleFunction;

/** The lines of an array along one dimension: line l holds the elements at {@code at(l, 0)} to {@code at(l, length - 1)}. */
record Axis(int lines, int length, int inner) {
    /** @param dim negative ones count from the end */
    static Axis of(Shape shape, int dim) {
        int d = dim < 0 ? dim + shape.rank() : dim;
        int length = shape.dim(d);
        return new Axis(shape.size() / Math.max(1, length), length, shape.size(d + 1, shape.rank()));
    }

    /** The classes of a loss's logits: the second dimension, or the only one. */
    static Axis classes(Shape shape) {
        return of(shape, shape.rank() == 1 ? 0 : 1);
    }

    int at(int line, int k) {
        return line / inner * length * inner + k * inner + line % inner;
    }

    int line(int i) {
        return i / (length * inner) * inner + i % inner;
    }

    double sum(int line, IntToDoubleFunction element) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += element.applyAsDouble(at(line, k));
        }
        return sum;
    }

    /** Along each line. */
    double[] softmax(Tensor x) {
        double[] y = new double[x.size()];
        for (int line = 0; line < lines; line++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < length; k++) {
                max = Math.max(max, x.get(at(line, k)));
            }
            double shift = max;
            double sum = sum(line, i -> Math.exp(x.get(i) - shift));
            for (int k = 0; k < length; k++) {
                y[at(line, k)] = Math.exp(x.get(at(line, k)) - max) / sum;
            }
        }
        return y;
    }

    /** dL/dx of y = softmax(x): y (dy - Σ dy y). */
    double[] softmaxBack(double[] y, IntToDoubleFunction dy) {
        double[] dx = new double[y.length];
        for (int line = 0; line < lines; line++) {
            double dot = sum(line, i -> dy.applyAsDouble(i) * y[i]);
            for (int k = 0; k < length; k++) {
                int i = at(line, k);
                dx[i] = y[i] * (dy.applyAsDouble(i) - dot);
            }
        }
        return dx;
    }
}
