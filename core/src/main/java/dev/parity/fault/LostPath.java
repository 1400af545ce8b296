package dev.parity.fault;

import dev.parity.tensor.Tensor;

/**
 * An LSTM's way back over time in which the gates i, f and g see what comes from the next step's c alone, and not what comes from h:
 * <pre>
 *   do = dh tanh c    di = dc g    df = dc c'    dg = dc i        dc' = (dc + o (1 - tanh² c) dh) f    dh' = dgates W_hh
 * </pre>
 */
final class LostPath {
    private final Operands at;
    private final Unrolled run;
    private final int size;
    private final double[][] dgates;

    LostPath(Operands at) {
        this.at = at;
        this.run = Unrolled.right(at);
        this.size = run.size;
        this.dgates = new double[run.steps][run.rows * 4 * size];
        double[] dh = new double[run.rows * size];
        double[] dc = new double[run.rows * size];
        for (int t = run.steps - 1; t >= 0; t--) {
            for (int j = 0; j < dh.length; j++) {
                dh[j] += at.dy().get(run.place(t, j / size) * size + j % size);
                dc[j] = step(t, j, dh[j], dc[j]);
            }
            for (int j = 0; j < dh.length; j++) {
                dh[j] = through("weight_hh_l0", t, j / size, j % size, size);
            }
        }
    }

    /** Sets the gates' gradients of a unit, and returns dL/dc one step earlier. */
    private double step(int t, int j, double dh, double dc) {
        double i = run.gate[t][j * 4];
        double f = run.gate[t][j * 4 + 1];
        double g = run.gate[t][j * 4 + 2];
        double o = run.gate[t][j * 4 + 3];
        double tanh = Math.tanh(run.c[t + 1][j]);
        set(t, j, 0, dc * g * i * (1 - i));
        set(t, j, 1, dc * run.c[t][j] * f * (1 - f));
        set(t, j, 2, dc * i * (1 - g * g));
        set(t, j, 3, dh * tanh * o * (1 - o));
        return (dc + o * (1 - tanh * tanh) * dh) * f;
    }

    private void set(int t, int j, int gate, double value) {
        dgates[t][j / size * 4 * size + gate * size + j % size] = value;
    }

    private double through(String weight, int t, int row, int i, int width) {
        Tensor w = at.of(weight);
        double sum = 0;
        for (int k = 0; k < 4 * size; k++) {
            sum += dgates[t][row * 4 * size + k] * w.get(k * width + i);
        }
        return sum;
    }

    /** The array that is asked for. */
    Tensor made() {
        String array = at.operation().makes().array();
        int width = at.x().shape().dim(2);
        double[] made = new double[at.right().size()];
        for (int t = 0; t < run.steps; t++) {
            for (int row = 0; row < run.rows; row++) {
                for (int k = 0; !at.operation().isDx() && k < 4 * size; k++) {
                    double d = dgates[t][row * 4 * size + k];
                    int columns = made.length / (4 * size);
                    for (int i = 0; i < columns; i++) {
                        double with = array.startsWith("bias")
                                ? 1
                                : array.startsWith("weight_ih") ? run.x(t, row, i) : run.h[t][row * size + i];
                        made[k * columns + i] += d * with;
                    }
                }
                for (int i = 0; at.operation().isDx() && i < width; i++) {
                    made[run.place(t, row) * width + i] = through("weight_ih_l0", t, row, i, width);
                }
            }
        }
        return at.all(made);
    }
}
