package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.formula.Scan;
import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Squash;
import java.util.List;

/**
 * The gates r, z, n of a step are three blocks of a = W_ih x + b_ih and of b = W_hh h' + b_hh, where h' is the state
 * one step earlier and σ the logistic function.
 * <pre>
 *   r = σ(a + b)    z = σ(a + b)    n = tanh(a + r b)        h = (1 - z) n + z h'
 *   dz = dh (h' - n)    dn = dh (1 - z)    dh' = dh z + db W_hh
 *   s = dn (1 - n²)    dr = s b
 *   of the sums a:   dr r (1 - r)    dz z (1 - z)    s        and of the sums b the same, but s r in place of s
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.GRU.html">torch.nn.GRU</a>
 */
public record GRU(
        int input_size,
        int hidden_size,
        @Default("1") int num_layers,
        @Default("true") boolean bias,
        @Default("false") boolean batch_first,
        @Default("0.0") double dropout,
        @Default("false") boolean bidirectional)
        implements Recurrent {
    public GRU {
        Recurrent.validate("GRU", input_size, hidden_size, num_layers, dropout);
    }

    @Override
    public int gates() {
        return 3;
    }

    @Override
    public boolean mixes() {
        return true;
    }

    @Override
    public void step(Direction d, int gate, int before, int after) {
        Array gates = d.kept("gates");
        Array hidden = d.kept("hidden");
        Array h = d.kept("h");
        int size = hidden_size;
        for (int row = 0; row < d.rows(); row++) {
            for (int k = 0; k < size; k++) {
                int at = gate + row * 3 * size + k;
                int s = row * size + k;
                double r = Squash.sigmoid(gates.get(at) + hidden.get(at));
                double z = Squash.sigmoid(gates.get(at + size) + hidden.get(at + size));
                double n = Squash.tanh(gates.get(at + 2 * size) + r * hidden.get(at + 2 * size));
                gates.set(at, r);
                gates.set(at + size, z);
                gates.set(at + 2 * size, n);
                h.set(after + s, (1 - z) * n + z * h.get(before + s));
            }
        }
    }

    @Override
    public void stepBack(Direction d, int gate, int before, int after) {
        Array gates = d.kept("gates");
        Array hidden = d.kept("hidden");
        Array h = d.kept("h");
        Array dgates = d.kept("dgates");
        Array dhidden = d.kept("dhidden");
        Array dh = d.kept("dh");
        int size = hidden_size;
        for (int row = 0; row < d.rows(); row++) {
            for (int k = 0; k < size; k++) {
                int at = gate + row * 3 * size + k;
                int s = row * size + k;
                double r = gates.get(at);
                double z = gates.get(at + size);
                double n = gates.get(at + 2 * size);
                double dnew = dh.get(s);
                double dn = dnew * (1 - z) * (1 - n * n);
                double dr = dn * hidden.get(at + 2 * size) * r * (1 - r);
                double dz = dnew * (h.get(before + s) - n) * z * (1 - z);
                dgates.set(at, dr);
                dgates.set(at + size, dz);
                dgates.set(at + 2 * size, dn);
                dhidden.set(at, dr);
                dhidden.set(at + size, dz);
                dhidden.set(at + 2 * size, dn * r);
                dh.set(s, dnew * z);
            }
        }
    }

    @Override
    public String function() {
        return "gru";
    }

    @Override
    public String noisyStep() {
        return """
                pr, pz, pn = torch.chunk(p, 3, -1)
                qr, qz, qn = torch.chunk(q, 3, -1)
                g = self.a(pr + qr, torch.abs(pr) + torch.abs(qr), u)
                r = self.squash(torch.sigmoid(g), g, u)
                g = self.a(pz + qz, torch.abs(pz) + torch.abs(qz), u)
                z = self.squash(torch.sigmoid(g), g, u)
                g = self.a(pn + r * qn, torch.abs(pn) + torch.abs(r * qn), u)
                n = self.squash(torch.tanh(g), g, u)
                h = self.r(self.r((1. - z) * n, u) + self.r(z * h, u), u)
                """;
    }

    @Override
    public RecurrentFormulas.Step step(RecurrentFormulas at, Node gates, Node hidden) {
        List<Node> gate = squashed(at, gates, hidden);
        Node z = gate.get(1);
        Node h = Constant.of(1).minus(z).times(gate.get(2)).plus(z.times(Scan.before("h", at.n, at.unit)));
        return new RecurrentFormulas.Step(List.of("h"), List.of(h));
    }

    /** r, z, n. */
    private static List<Node> squashed(RecurrentFormulas at, Node gates, Node hidden) {
        Node r = at.gate(gates, 0).plus(at.gate(hidden, 0)).apply(Fn.SIGMOID).named("r");
        Node z = at.gate(gates, 1).plus(at.gate(hidden, 1)).apply(Fn.SIGMOID).named("z");
        return List.of(
                r,
                z,
                at.gate(gates, 2)
                        .plus(r.times(at.gate(hidden, 2)))
                        .apply(Fn.TANH)
                        .named("n"));
    }

    @Override
    public RecurrentFormulas.Back back(
            RecurrentFormulas at, Node gates, Node hidden, Node before, Node after, Node dh) {
        List<Node> gate = squashed(at, gates, hidden);
        Node r = gate.get(0);
        Node z = gate.get(1);
        Node n = gate.get(2);
        Node one = Constant.of(1);
        Node dn = dh.times(one.minus(z), one.minus(n.squared()));
        Node dz = dh.times(before.minus(n), z, one.minus(z));
        Node dr = dn.times(at.gate(hidden, 2), r, one.minus(r));
        return new RecurrentFormulas.Back(List.of(dr, dz, dn), List.of(dr, dz, dn.times(r)), dh.times(z), List.of());
    }
}
