package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Of SGD and RMSprop. Where the buffer is wrong, the weight is moved by the buffer as it is, as whoever wrote the bug would move it.
 */
final class SgdFaults {
    private static final String BUFFER = "momentum_buffer";
    private static final Predicate<Operation> WEIGHT = Move.weight("SGD");
    private static final Predicate<Operation> MOMENTUM = o -> o.number("momentum") > 0;
    private static final Predicate<Operation> PLAIN =
            Move.state(BUFFER, "SGD").or(WEIGHT).and(MOMENTUM).and(o -> !o.flag("nesterov"));
    private static final Predicate<Operation> DECAYS = o -> o.number("weight_decay") > 0;

    private SgdFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "lr-inside-velocity",
                    "the learning rate goes into the velocity and stays there when it changes; right is to multiply by it at the end",
                    PLAIN,
                    buffered(
                            (m, i) -> m.t() == 1
                                    ? m.decayed(i)
                                    : m.momentum() * m.earlierRate() * m.before(BUFFER, i) + undamped(m) * m.decayed(i),
                            (m, i) -> m.after(BUFFER, i))),
            new Fault(
                    "ema-momentum",
                    "the velocity is an average, mu v + (1 - mu) g; right is mu v + g",
                    PLAIN,
                    buffered(
                            (m, i) -> m.momentum() * m.before(BUFFER, i) + (1 - m.momentum()) * m.decayed(i),
                            (m, i) -> m.after(BUFFER, i))),
            new Fault(
                    "wd-after-momentum",
                    "the weight decay is added behind the momentum; right is to the gradient, before it",
                    PLAIN.and(DECAYS),
                    buffered(
                            (m, i) -> m.t() == 1
                                    ? m.gradient(i)
                                    : m.momentum() * m.before(BUFFER, i) + undamped(m) * m.gradient(i),
                            (m, i) -> m.after(BUFFER, i) + m.decay() * m.w(i))),
            new Fault(
                    "wd-ignored-without-momentum",
                    "the weight decay stands in the branch for momentum, and without momentum there is none; right is in either case",
                    WEIGHT.and(MOMENTUM.negate()).and(DECAYS),
                    moved((m, i) -> m.gradient(i))),
            new Fault(
                    "nesterov-wrong-order",
                    "Nesterov's step takes the velocity of before, g + mu v; right is the new one",
                    WEIGHT.and(o -> o.flag("nesterov")),
                    moved((m, i) -> m.decayed(i) + m.momentum() * m.before(BUFFER, i))),
            new Fault(
                    "rmsprop-eps-inside-sqrt",
                    "RMSprop adds eps under the root, as TensorFlow does; right is behind it",
                    Move.weight("RMSprop").and(MOMENTUM.negate()).and(o -> !o.flag("centered")),
                    moved((m, i) -> m.decayed(i) / Math.sqrt(m.after("square_avg", i) + m.at().number("eps")))),
            new Fault(
                    "rmsprop-momentum-lr-inside",
                    "the learning rate goes into RMSprop's momentum buffer and stays there when it changes; right is to multiply by it at the end",
                    Move.state(BUFFER, "RMSprop")
                            .or(Move.weight("RMSprop"))
                            .and(MOMENTUM)
                            .and(o -> !o.flag("centered")),
                    buffered(
                            (m, i) -> m.momentum() * m.earlierRate() * m.before(BUFFER, i)
                                    + m.decayed(i) / (Math.sqrt(m.after("square_avg", i)) + m.at().number("eps")),
                            (m, i) -> m.after(BUFFER, i))));

    private interface Element {
        double of(Move move, int i);
    }

    private static double undamped(Move move) {
        return 1 - move.at().number("dampening");
    }

    /** w - lr times the direction. */
    private static Function<Operands, Tensor> moved(Element direction) {
        return at -> {
            Move move = new Move(at);
            return at.each(i -> move.w(i) - move.lr() * direction.of(move, i));
        };
    }

    private static Function<Operands, Tensor> buffered(Element buffer, Element direction) {
        return at -> {
            Move move = new Move(at);
            return move.isWeight() ? moved(direction).apply(at) : at.each(i -> buffer.of(move, i));
        };
    }
}
