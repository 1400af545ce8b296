package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Matrix;
import dev.parity.nn.Strip;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One direction of one level of a recurrent layer: the loop over time, and the products around the formula of a step.
 * <pre>
 *   sums = x W_ihᵀ + b_ih + h W_hhᵀ + b_hh        the first product for all steps at once, the second step by step
 *   dh = dsums W_hh                               step by step, back in time
 *   dx = dsums W_ih    dW_ih = dsumsᵀ x    dW_hh = dsumsᵀ h    db = Σ dsums        for all steps at once
 * </pre>
 * Of each state there is one slot more than there are steps, so that the state before every step has a place: slot t
 * and t + 1 are before and after step t, or after and before where time runs backwards.
 */
final class Direction {
    private final Recurrent layer;
    private final Frame at;
    private final int number;
    private final boolean reverse;
    private final int place;
    private final String suffix;
    private final int steps;
    private final int rows;
    private final int size;
    private final int sums;
    /** By name without the suffix, since every step asks. */
    private final Map<String, Array> arrays = new HashMap<>();

    private final List<Strip> strips = new ArrayList<>();

    Direction(Recurrent layer, Frame at, int level, int direction) {
        Array x = at.kept("x_l0");
        this.layer = layer;
        this.at = at;
        this.number = level * layer.directions() + direction;
        this.reverse = direction == 1;
        this.place = direction * layer.hidden_size();
        this.suffix = suffix(level, direction);
        this.steps = x.dim(0);
        this.rows = x.dim(1);
        this.size = layer.hidden_size();
        this.sums = layer.gates() * size;
    }

    /** What a direction's arrays and parameters end in: _l0, _l0_reverse, _l1. */
    static String suffix(int level, int direction) {
        return "_l" + level + (direction == 0 ? "" : "_reverse");
    }

    /** One of the strips of a state's width that the formula of a step works in. */
    Strip strip(int i) {
        while (strips.size() <= i) {
            strips.add(Strip.of(at.dtype(), size));
        }
        return strips.get(i);
    }

    /** The samples of a step. */
    int rows() {
        return rows;
    }

    Array keep(String name, int... dims) {
        Array array = at.keep(name + suffix, Shape.of(dims));
        arrays.put(name, array);
        return array;
    }

    Array kept(String name) {
        Array array = arrays.get(name);
        return array == null ? find(name) : array;
    }

    private Array find(String name) {
        Array array = at.kept(name + suffix);
        arrays.put(name, array);
        return array;
    }

    private Array param(String name) {
        return at.param(name + suffix);
    }

    private int step(int i) {
        return reverse ? steps - 1 - i : i;
    }

    private int before(int step) {
        return (reverse ? step + 1 : step) * rows * size;
    }

    private int after(int step) {
        return (reverse ? step : step + 1) * rows * size;
    }

    void forward(Array x, Array y) {
        int in = x.dim(2);
        int all = steps * rows;
        Array gates = keep("gates", steps, rows, sums);
        Array hidden = layer.mixes() ? keep("hidden", steps, rows, sums) : gates;
        for (String state : layer.states()) {
            begin(state);
        }
        layer.caches().forEach(cache -> keep(cache, steps + 1, rows, size));
        if (layer.mixes()) {
            spread(gates, "bias_ih");
            spread(hidden, "bias_hh");
        } else {
            spread(gates, "bias_ih", "bias_hh");
        }
        gates.matrix(all, sums)
                .addProduct(
                        x.matrix(all, in), param("weight_ih").matrix(sums, in).t());
        Array h = kept("h");
        Matrix state = h.matrix(rows, size);
        Matrix sum = hidden.matrix(rows, sums);
        Matrix w = param("weight_hh").matrix(sums, size).t();
        for (int i = 0; i < steps; i++) {
            int t = step(i);
            int gate = t * rows * sums;
            sum.at(gate).addProduct(state.at(before(t)), w);
            layer.step(this, gate, before(t), after(t));
            for (int n = 0; n < rows; n++) {
                y.copy((t * rows + n) * y.dim(2) + place, h, after(t) + n * size, size);
            }
        }
        for (String name : layer.states()) {
            at.kept(name + "_n").copy(number * rows * size, kept(name), after(step(steps - 1)), rows * size);
        }
    }

    /** Makes room for a state at all times, and puts the first one in its place. */
    private void begin(String state) {
        Array all = keep(state, steps + 1, rows, size);
        int first = before(step(0));
        if (at.inputs() > 1) {
            all.copy(first, at.x(1 + layer.states().indexOf(state)), number * rows * size, rows * size);
            return;
        }
        for (int i = 0; i < rows * size; i++) {
            all.set(first + i, 0);
        }
    }

    /** Every row the sum of the biases named, or zero. */
    private void spread(Array to, String... biases) {
        if (!layer.bias()) {
            to.fill(0);
            return;
        }
        Array row = keep("bias", sums);
        row.copy(param(biases[0]));
        for (int i = 1; i < biases.length; i++) {
            row.add(param(biases[i]));
        }
        for (int i = 0; i < steps * rows; i++) {
            to.copy(i * sums, row, 0, sums);
        }
    }

    void backward(Array x, Array dy, Array dx) {
        int in = x.dim(2);
        int all = steps * rows;
        Array dgates = keep("dgates", steps, rows, sums);
        Array dhidden = layer.mixes() ? keep("dhidden", steps, rows, sums) : dgates;
        for (String state : layer.states()) {
            end(state);
        }
        Array dh = kept("dh");
        Matrix dstate = dh.matrix(rows, size);
        Matrix dsum = dhidden.matrix(rows, sums);
        Matrix w = param("weight_hh").matrix(sums, size);
        for (int i = steps - 1; i >= 0; i--) {
            int t = step(i);
            for (int n = 0; n < rows; n++) {
                dh.add(n * size, dy, (t * rows + n) * dy.dim(2) + place, size);
            }
            layer.stepBack(this, t * rows * sums, before(t), after(t));
            dstate.gemm(1, dsum.at(t * rows * sums), w, layer.mixes() ? 1 : 0);
        }
        Matrix d = dgates.matrix(all, sums);
        dx.matrix(all, in).gemm(1, d, param("weight_ih").matrix(sums, in), reverse ? 1 : 0);
        dparam("weight_ih").matrix(sums, in).product(d.t(), x.matrix(all, in));
        Matrix before = kept("h").matrix(all, size).at(reverse ? rows * size : 0);
        dparam("weight_hh").matrix(sums, size).product(dhidden.matrix(all, sums).t(), before);
        if (layer.bias()) {
            sum(dgates, dparam("bias_ih"));
            sum(dhidden, dparam("bias_hh"));
        }
        for (int i = 1; i < at.inputs(); i++) {
            at.dx(i).copy(number * rows * size, kept("d" + layer.states().get(i - 1)), 0, rows * size);
        }
    }

    private Array dparam(String name) {
        return at.dparam(name + suffix);
    }

    /** dL/d(the last state), which is zero where nothing uses it. */
    private void end(String state) {
        Array last = keep("d" + state, rows, size);
        Array given = at.dOutput(state + "_n");
        if (given == null) {
            last.fill(0);
        } else {
            last.copy(0, given, number * rows * size, rows * size);
        }
    }

    /** {@code to = Σ rows}, as a product with ones. */
    private void sum(Array from, Array to) {
        int all = steps * rows;
        Array ones = at.keep("ones", Shape.of(all));
        ones.fill(1);
        to.matrix(1, sums).product(ones.matrix(1, all), from.matrix(all, sums));
    }
}
