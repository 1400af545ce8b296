package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/** Of recurrent layers. */
final class RecurrentFaults {
    private static final Predicate<Operation> LONE = o -> o.number("num_layers") == 1 && !o.flag("bidirectional");

    private static final Predicate<Operation> BACK = o -> o.kind().equals("LSTM")
            && (o.phase() == Phase.GRADIENT && !o.makes().isClipped() || o.isDx())
            && !o.reads(Operation.x(1));

    private RecurrentFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "lstm-gate-order",
                    "the blocks of an LSTM's weights are read as i, g, f, o, as TensorFlow has them; right is i, f, g, o",
                    outputs("LSTM").and(LONE),
                    at -> blocks(at, g -> g == 1 ? 2 : g == 2 ? 1 : g)),
            new Fault(
                    "gru-gate-order",
                    "the blocks of a GRU's weights are read as z, r, n, as Keras has them; right is r, z, n",
                    outputs("GRU").and(LONE),
                    at -> blocks(at, g -> g == 2 ? 2 : 1 - g)),
            new Fault(
                    "rnn-state-not-carried",
                    "every step begins with the first state; right is with the state of the step before",
                    outputs("RNN", "LSTM", "GRU").and(LONE),
                    at -> new Unrolled(at, g -> g, g -> g, false).output()),
            new Fault(
                    "lstm-gate-bias-copy-paste",
                    "the gates i and f take the bias of o; right is each its own",
                    outputs("LSTM").and(LONE).and(o -> o.flag("bias")),
                    at -> new Unrolled(at, g -> g, g -> g < 2 ? 3 : g, true).output()),
            new Fault(
                    "lstm-bias-grad-copy-paste",
                    "the biases of i and o have the gradient of f's; right is each its own",
                    o -> o.phase() == Phase.GRADIENT
                            && o.kind().equals("LSTM")
                            && o.makes().array().startsWith("bias")
                            && !o.makes().isClipped(),
                    at -> {
                        Tensor right = at.right();
                        int size = right.size() / 4;
                        return at.each(k -> right.get(k / size == 2 ? k : size + k % size));
                    }),
            new Fault(
                    "lstm-gate-grad-missing-output-path",
                    "the gates' gradients are made of the next step's dc alone; right is with what comes through h = o tanh c",
                    BACK.and(LONE),
                    at -> new LostPath(at).made()),
            new Fault(
                    "rnn-two-biases",
                    "only one of the two biases is trained; right is both, each by its own gradient",
                    o -> o.phase() == Phase.UPDATE && o.makes().array().startsWith("bias_hh"),
                    at -> at.of("weight")));

    private static Predicate<Operation> outputs(String... kinds) {
        return on(Phase.FORWARD, "y", kinds).or(on(Phase.FORWARD, "h_n", kinds)).or(on(Phase.FORWARD, "c_n", kinds));
    }

    private static Tensor blocks(Operands at, IntUnaryOperator order) {
        return new Unrolled(at, order, order, true).output();
    }
}
