package dev.parity.formula;

import java.util.List;
import java.util.Set;

/** Within a {@link Scan}, what a state was one step before. */
public record Previous(String state, List<Axis> over) implements Node {
    public Previous {
        over = List.copyOf(over);
    }

    @Override
    public Values at(Evaluation e) {
        return e.carried(state);
    }

    @Override
    public List<Node> parts() {
        return List.of();
    }

    @Override
    public Node with(List<Node> parts) {
        return this;
    }

    @Override
    public List<Axis> axes() {
        return over;
    }

    @Override
    public Set<String> carries() {
        return Set.of(state);
    }

    @Override
    public String text() {
        return state + "'";
    }

    @Override
    public List<Slip> slips(Ground ground) {
        return List.of(new Slip("the state " + state + " is not carried from step to step", Constant.of(0), 1));
    }
}
