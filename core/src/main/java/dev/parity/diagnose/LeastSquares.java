package dev.parity.diagnose;

import dev.parity.formula.Values;
import java.util.List;
import java.util.Optional;

/**
 * The coefficients with which some arrays add up to what was found. Arrays that are nearly multiples of each other, or of a sum of the
 * others, are refused: their difference is rounding, and millions of it explain anything.
 */
final class LeastSquares {
    /** The largest condition of columns of length 1. */
    private static final double CONDITION = 1e4;

    private LeastSquares() {}

    /** Each coefficient and its error; empty where they are not to be told apart. */
    static Optional<double[][]> solve(List<Values> columns, Target target) {
        int n = columns.size();
        int rows = target.found.length;
        double[][] q = new double[n][rows];
        double[] length = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < rows; i++) {
                double v = columns.get(j).value(i);
                if (!Double.isFinite(v) || !Double.isFinite(target.found[i])) {
                    return Optional.empty();
                }
                q[j][i] = v;
                length[j] += v * v;
            }
            length[j] = Math.sqrt(length[j]);
            if (length[j] == 0) {
                return Optional.empty();
            }
            for (int i = 0; i < rows; i++) {
                q[j][i] /= length[j];
            }
        }
        double[][] r = new double[n][n];
        double[] rhs = new double[n];
        double[] left = target.found.clone();
        for (int j = 0; j < n; j++) {
            for (int twice = 0; twice < 2; twice++) { // once more, since what was taken away leaves rounding
                for (int k = 0; k < j; k++) {
                    double dot = dot(q[k], q[j]);
                    r[k][j] += dot;
                    add(q[j], q[k], -dot);
                }
            }
            r[j][j] = Math.sqrt(dot(q[j], q[j]));
            if (r[j][j] < 1 / CONDITION) {
                return Optional.empty();
            }
            for (int i = 0; i < rows; i++) {
                q[j][i] /= r[j][j];
            }
            rhs[j] = dot(q[j], left);
            add(left, q[j], -rhs[j]);
        }
        double[][] solution = new double[n][2];
        double tolerance = 0;
        for (int i = 0; i < rows; i++) {
            double size = 0;
            for (Values column : columns) {
                size = Math.max(size, target.tolerance(column, i, 1));
            }
            tolerance = Math.max(tolerance, size);
        }
        for (int j = n - 1; j >= 0; j--) {
            double sum = rhs[j];
            for (int k = j + 1; k < n; k++) {
                sum -= r[j][k] * solution[k][0] * length[k];
            }
            solution[j][0] = sum / r[j][j] / length[j];
            solution[j][1] = 4 * tolerance * Math.sqrt(n) / (r[j][j] * length[j]);
        }
        return Optional.of(solution);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double[] what, double times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * what[i];
        }
    }
}
