package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Predicate;

/** What an optimizer's step is made of, element by element: the weight, the gradient g, its states before and after. */
record Move(Operands at) {
    /** The weight itself, of one of these optimizers. */
    static Predicate<Operation> weight(String... kinds) {
        List<String> all = List.of(kinds);
        return o -> o.phase() == Phase.UPDATE && all.contains(o.kind());
    }

    /** A state of a weight, of one of these optimizers. */
    static Predicate<Operation> state(String name, String... kinds) {
        List<String> all = List.of(kinds);
        return o -> o.phase() == Phase.STATE && o.makes().array().endsWith("." + name) && all.contains(o.kind());
    }

    boolean isWeight() {
        return at.operation().phase() == Phase.UPDATE;
    }

    double w(int i) {
        return at.of("weight").get(i);
    }

    /** ±g. */
    double gradient(int i) {
        return (at.flag("maximize") ? -1 : 1) * at.of("gradient").get(i);
    }

    /** ±g + λ w. */
    double decayed(int i) {
        return gradient(i) + decay() * w(i);
    }

    double decay() {
        return at.number("weight_decay");
    }

    double lr() {
        return at.scheduled("lr");
    }

    /** The momentum, or the first beta. */
    double momentum() {
        return at.scheduled("momentum");
    }

    double t() {
        return at.scheduled("t");
    }

    double before(String state, int i) {
        return at.of(state).get(i);
    }

    double after(String state, int i) {
        return at.of("new_" + state).get(i);
    }

    /** By how much an update before this had another rate; 1 at the first. */
    double earlierRate() {
        return lr() == 0 ? 1 : at.earlierRate().orElse(lr()) / lr();
    }

    /** The weight as this step should leave it, stretched or shortened. */
    Tensor times(double factor) {
        return at.each(i -> w(i) + factor * (at.right().get(i) - w(i)));
    }
}
