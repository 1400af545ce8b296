package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * A recurrent layer of one level and direction in plain arithmetic, with the places where people go wrong left open. Its formulas are
 * those of torch.nn.RNN, LSTM and GRU: gates i, f, g, o of an LSTM and r, z, n of a GRU are blocks of W_ih x + b_ih + W_hh h + b_hh.
 */
final class Unrolled {
    final int steps;
    final int rows;
    final int size;
    final int gates;
    /** After step t, at t + 1; at 0 as it began. */
    final double[][] h;

    final double[][] c;
    /** The gates themselves, after their squashing. */
    final double[][] gate;

    private final Operands at;
    private final boolean batchFirst;
    private final int in;

    /**
     * @param weights from which block of the weights a gate takes its own
     * @param biases likewise of the biases
     * @param carries whether the state goes on from step to step
     */
    Unrolled(Operands at, IntUnaryOperator weights, IntUnaryOperator biases, boolean carries) {
        this.at = at;
        this.batchFirst = at.flag("batch_first");
        Tensor x = at.x();
        this.steps = x.shape().dim(batchFirst ? 1 : 0);
        this.rows = x.shape().dim(batchFirst ? 0 : 1);
        this.in = x.shape().dim(2);
        this.size = (int) at.number("hidden_size");
        String kind = at.operation().kind();
        this.gates = kind.equals("LSTM") ? 4 : kind.equals("GRU") ? 3 : 1;
        this.h = new double[steps + 1][rows * size];
        this.c = new double[steps + 1][rows * size];
        this.gate = new double[steps][rows * size * gates];
        begin(h[0], 1);
        begin(c[0], 2);
        for (int t = 0; t < steps; t++) {
            for (int j = 0; j < rows * size; j++) {
                step(t, j, carries ? t : 0, weights, biases);
            }
        }
    }

    static Unrolled right(Operands at) {
        return new Unrolled(at, g -> g, g -> g, true);
    }

    private void begin(double[] state, int input) {
        for (int j = 0; at.reads(Operation.x(input)) && j < state.length; j++) {
            state[j] = at.x(input).get(j);
        }
    }

    private void step(int t, int j, int from, IntUnaryOperator weights, IntUnaryOperator biases) {
        double[] a = new double[gates];
        double[] b = new double[gates];
        for (int g = 0; g < gates; g++) {
            int unit = j % size;
            a[g] = sum(weights.applyAsInt(g), unit, biases.applyAsInt(g), "ih", i -> x(t, j / size, i), in);
            b[g] = sum(
                    weights.applyAsInt(g), unit, biases.applyAsInt(g), "hh", i -> h[from][j / size * size + i], size);
        }
        double[] now = gate[t];
        switch (gates) {
            case 1 ->
                h[t + 1][j] = now[j] =
                        at.text("nonlinearity").equals("tanh") ? Math.tanh(a[0] + b[0]) : Math.max(0, a[0] + b[0]);
            case 3 -> {
                double r = sigmoid(a[0] + b[0]);
                double z = sigmoid(a[1] + b[1]);
                h[t + 1][j] = (1 - z) * Math.tanh(a[2] + r * b[2]) + z * h[from][j];
            }
            default -> {
                for (int g = 0; g < 4; g++) {
                    now[j * 4 + g] = g == 2 ? Math.tanh(a[g] + b[g]) : sigmoid(a[g] + b[g]);
                }
                c[t + 1][j] = now[j * 4 + 1] * c[from][j] + now[j * 4] * now[j * 4 + 2];
                h[t + 1][j] = now[j * 4 + 3] * Math.tanh(c[t + 1][j]);
            }
        }
    }

    private double sum(int block, int unit, int biasBlock, String part, IntToDoubleFunction value, int width) {
        Tensor w = at.of("weight_" + part + "_l0");
        double sum = at.flag("bias") ? at.of("bias_" + part + "_l0").get(biasBlock * size + unit) : 0;
        for (int i = 0; i < width; i++) {
            sum += w.get((block * size + unit) * width + i) * value.applyAsDouble(i);
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    double x(int t, int row, int i) {
        return at.x().get(place(t, row) * in + i);
    }

    /** The place of a step of a row in x and y. */
    int place(int t, int row) {
        return batchFirst ? row * steps + t : t * rows + row;
    }

    /** The array that is asked for, of y, h_n and c_n. */
    Tensor output() {
        double[] all = new double[steps * rows * size];
        for (int t = 0; t < steps; t++) {
            for (int j = 0; j < rows * size; j++) {
                all[place(t, j / size) * size + j % size] = h[t + 1][j];
            }
        }
        return switch (at.operation().makes().array()) {
            case "h_n" -> at.all(h[steps]);
            case "c_n" -> at.all(c[steps]);
            default -> at.all(all);
        };
    }
}
