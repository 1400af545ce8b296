package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.formula.Scan;
import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
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
        Strip i = d.strip(0);
        Strip f = d.strip(1);
        Strip g = d.strip(2);
        Strip o = d.strip(3);
        Strip cell = d.strip(4);
        for (int n = 0; n < d.rows(); n++) {
            int at = gate + n * 4 * size;
            int s = n * size;
            i.load(gates, at, size).sigmoid().store(gates, at);
            f.load(gates, at + size, size).sigmoid().store(gates, at + size);
            g.load(gates, at + 2 * size, size).tanh().store(gates, at + 2 * size);
            o.load(gates, at + 3 * size, size).sigmoid().store(gates, at + 3 * size);
            cell.load(c, before + s, size).multiply(f).addProduct(1, i, g).store(c, after + s);
            cell.tanh().store(tanhs, after + s);
            cell.multiply(o).store(h, after + s);
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
        Strip i = d.strip(0);
        Strip f = d.strip(1);
        Strip g = d.strip(2);
        Strip o = d.strip(3);
        Strip tanh = d.strip(4);
        Strip dcell = d.strip(5);
        Strip u = d.strip(6);
        for (int n = 0; n < d.rows(); n++) {
            int at = gate + n * 4 * size;
            int s = n * size;
            i.load(gates, at, size);
            f.load(gates, at + size, size);
            g.load(gates, at + 2 * size, size);
            o.load(gates, at + 3 * size, size);
            tanh.load(tanhs, after + s, size);
            u.load(dh, s, size).multiply(o).throughTanh(tanh);
            dcell.load(dc, s, size).add(1, u);
            u.copy(dcell).multiply(g).throughSigmoid(i).store(dgates, at);
            u.load(c, before + s, size).multiply(dcell).throughSigmoid(f).store(dgates, at + size);
            u.copy(dcell).multiply(i).throughTanh(g).store(dgates, at + 2 * size);
            u.load(dh, s, size).multiply(tanh).throughSigmoid(o).store(dgates, at + 3 * size);
            dcell.multiply(f).store(dc, s);
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

    @Override
    public RecurrentFormulas.Step step(RecurrentFormulas at, Node gates, Node hidden) {
        List<Node> gate = squashed(at, gates, hidden);
        Node c = gate.get(1)
                .times(Scan.before("c", at.n, at.unit))
                .plus(gate.get(0).times(gate.get(2)));
        Node h = gate.get(3).times(Scan.made("c", at.n, at.unit).apply(Fn.TANH));
        return new RecurrentFormulas.Step(List.of("c", "h"), List.of(c, h));
    }

    /** i, f, g, o. */
    private static List<Node> squashed(RecurrentFormulas at, Node gates, Node hidden) {
        Node sums = gates.plus(hidden);
        return List.of(
                at.gate(sums, 0).apply(Fn.SIGMOID).named("i"),
                at.gate(sums, 1).apply(Fn.SIGMOID).named("f"),
                at.gate(sums, 2).apply(Fn.TANH).named("g"),
                at.gate(sums, 3).apply(Fn.SIGMOID).named("o"));
    }

    @Override
    public RecurrentFormulas.Back back(
            RecurrentFormulas at, Node gates, Node hidden, Node before, Node after, Node dh) {
        List<Node> gate = squashed(at, gates, hidden);
        Node i = gate.get(0);
        Node f = gate.get(1);
        Node g = gate.get(2);
        Node o = gate.get(3);
        Node tanh = after.apply(Fn.TANH);
        Node one = Constant.of(1);
        Node dc = Scan.before("dc", at.n, at.unit).plus(dh.times(o, one.minus(tanh.squared())));
        List<Node> dsums = List.of(
                dc.times(g, i, one.minus(i)),
                dc.times(before, f, one.minus(f)),
                dc.times(i, one.minus(g.squared())),
                dh.times(tanh, o, one.minus(o)));
        return new RecurrentFormulas.Back(dsums, dsums, Constant.of(0), List.of(dc.times(f)));
    }
}
