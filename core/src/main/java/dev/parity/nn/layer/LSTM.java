package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;
import java.util.List;

/**
 * The gates i, f, g, o of a step are four blocks of W_ih x + b_ih + W_hh h' + b_hh; σ is the logistic function, and a
 * prime marks the state one step earlier.
 * <pre>
 *   i = σ(·)    f = σ(·)    g = tanh(·)    o = σ(·)        c = f c' + i g        h = o tanh c
 *   dc += dh o (1 - tanh² c)        do = dh tanh c    di = dc g    df = dc c'    dg = dc i        dc' = dc f
 *   of the sums: di i (1 - i)    df f (1 - f)    dg (1 - g²)    do o (1 - o)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html">torch.nn.LSTM</a>
 */
public record LSTM(
        int input_size,
        int hidden_size,
        @Default("1") int num_layers,
        @Default("true") boolean bias,
        @Default("false") boolean batch_first,
        @Default("0.0") double dropout,
        @Default("false") boolean bidirectional,
        @Default("0") int proj_size)
        implements Recurrent {
    public LSTM {
        Recurrent.validate("LSTM", input_size, hidden_size, num_layers, dropout);
        if (proj_size != 0) {
            throw new BadInput(
                    "LSTM with proj_size is not supported, and proj_size is " + proj_size + "; leave it out");
        }
    }

    @Override
    public int gates() {
        return 4;
    }

    @Override
    public List<String> states() {
        return List.of("h", "c");
    }

    @Override
    public List<String> caches() {
        return List.of("tanh_c");
    }

    @Override
    public void step(Direction d, int gate, int before, int after) {
        Array gates = d.kept("gates");
        Array c = d.kept("c");
        Array h = d.kept("h");
        Array tanhs = d.kept("tanh_c");
        int size = hidden_size;
        for (int n = 0; n < d.rows(); n++) {
            for (int k = 0; k < size; k++) {
                int at = gate + n * 4 * size + k;
                int s = n * size + k;
                double i = Squash.sigmoid(gates.get(at));
                double f = Squash.sigmoid(gates.get(at + size));
                double g = Squash.tanh(gates.get(at + 2 * size));
                double o = Squash.sigmoid(gates.get(at + 3 * size));
                double cell = f * c.get(before + s) + i * g;
                double tanh = Squash.tanh(cell);
                gates.set(at, i);
                gates.set(at + size, f);
                gates.set(at + 2 * size, g);
                gates.set(at + 3 * size, o);
                c.set(after + s, cell);
                tanhs.set(after + s, tanh);
                h.set(after + s, o * tanh);
            }
        }
    }

    @Override
    public void stepBack(Direction d, int gate, int before, int after) {
        Array gates = d.kept("gates");
        Array c = d.kept("c");
        Array tanhs = d.kept("tanh_c");
        Array dgates = d.kept("dgates");
        Array dh = d.kept("dh");
        Array dc = d.kept("dc");
        int size = hidden_size;
        for (int n = 0; n < d.rows(); n++) {
            for (int k = 0; k < size; k++) {
                int at = gate + n * 4 * size + k;
                int s = n * size + k;
                double i = gates.get(at);
                double f = gates.get(at + size);
                double g = gates.get(at + 2 * size);
                double o = gates.get(at + 3 * size);
                double tanh = tanhs.get(after + s);
                double dcell = dc.get(s) + dh.get(s) * o * (1 - tanh * tanh);
                dgates.set(at, dcell * g * i * (1 - i));
                dgates.set(at + size, dcell * c.get(before + s) * f * (1 - f));
                dgates.set(at + 2 * size, dcell * i * (1 - g * g));
                dgates.set(at + 3 * size, dh.get(s) * tanh * o * (1 - o));
                dc.set(s, dcell * f);
            }
        }
    }

    @Override
    public String function() {
        return "lstm";
    }

    @Override
    public String noisyStep() {
        return """
                i, f, g, o = torch.chunk(self.a(p + q, torch.abs(p) + torch.abs(q), u), 4, -1)
                i = self.squash(torch.sigmoid(i), i, u)
                f = self.squash(torch.sigmoid(f), f, u)
                g = self.squash(torch.tanh(g), g, u)
                o = self.squash(torch.sigmoid(o), o, u)
                c = self.r(self.r(f * c, u) + self.r(i * g, u), u)
                h = self.r(o * self.squash(torch.tanh(c), c, u), u)
                """;
    }
}
