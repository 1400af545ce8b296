package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Squash;
import java.util.List;

/**
 * h = f(W_ih x + b_ih + W_hh h' + b_hh), with h' the state one step earlier and f either tanh or relu.
 * <pre>
 *   dsum = dh (1 - h²) for tanh, dh [h &gt; 0] for relu
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.RNN.html">torch.nn.RNN</a>
 */
public record RNN(
        int input_size,
        int hidden_size,
        @Default("1") int num_layers,
        @Default("\"tanh\"") Nonlinearity nonlinearity,
        @Default("true") boolean bias,
        @Default("false") boolean batch_first,
        @Default("0.0") double dropout,
        @Default("false") boolean bidirectional)
        implements Recurrent {
    /** As PyTorch spells them. */
    public enum Nonlinearity {
        tanh,
        relu
    }

    public RNN {
        Recurrent.validate("RNN", input_size, hidden_size, num_layers, dropout);
    }

    @Override
    public int gates() {
        return 1;
    }

    @Override
    public void step(Direction d, int gate, int before, int after) {
        Array gates = d.kept("gates");
        Array h = d.kept("h");
        for (int i = 0; i < d.rows() * hidden_size; i++) {
            double sum = gates.get(gate + i);
            h.set(after + i, nonlinearity == Nonlinearity.tanh ? Squash.tanh(sum) : Math.max(sum, 0));
        }
    }

    @Override
    public void stepBack(Direction d, int gate, int before, int after) {
        Array h = d.kept("h");
        Array dh = d.kept("dh");
        Array dgates = d.kept("dgates");
        for (int i = 0; i < d.rows() * hidden_size; i++) {
            double y = h.get(after + i);
            double slope = nonlinearity == Nonlinearity.tanh ? 1 - y * y : y > 0 ? 1 : 0;
            dgates.set(gate + i, dh.get(i) * slope);
        }
    }

    @Override
    public String function() {
        return "rnn_" + nonlinearity;
    }

    @Override
    public String noisyStep() {
        return "g = self.a(p + q, torch.abs(p) + torch.abs(q), u)\n"
                + (nonlinearity == Nonlinearity.tanh
                        ? "h = self.squash(torch.tanh(g), g, u)\n"
                        : "h = torch.relu(g)\n");
    }

    @Override
    public RecurrentFormulas.Step step(RecurrentFormulas at, Node gates, Node hidden) {
        return new RecurrentFormulas.Step(List.of("h"), List.of(squashed(at, gates, hidden)));
    }

    private Node squashed(RecurrentFormulas at, Node gates, Node hidden) {
        return at.gate(gates.plus(hidden), 0).apply(nonlinearity == Nonlinearity.tanh ? Fn.TANH : Fn.RELU);
    }

    @Override
    public RecurrentFormulas.Back back(
            RecurrentFormulas at, Node gates, Node hidden, Node before, Node after, Node dh) {
        Node y = squashed(at, gates, hidden);
        Node slope =
                nonlinearity == Nonlinearity.tanh ? Constant.of(1).minus(y.squared()) : y.is(Compare.Test.ABOVE, 0);
        List<Node> dsum = List.of(dh.times(slope));
        return new RecurrentFormulas.Back(dsum, dsum, Constant.of(0), List.of());
    }
}
