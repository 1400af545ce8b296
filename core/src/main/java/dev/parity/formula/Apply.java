package dev.parity.formula;

import java.util.ArrayList;
import java.util.List;

/** A function of each element. */
public record Apply(Fn f, Node of) implements Node {
    /** What people take for each other. */
    private static final List<Fn> TAKEN =
            List.of(Fn.TANH, Fn.SIGMOID, Fn.EXP, Fn.RELU, Fn.SQRT, Fn.SQUARE, Fn.ABS, Fn.LOG, Fn.CLIP, Fn.SOFTPLUS);

    @Override
    public Values at(Evaluation e) {
        Values x = e.of(of);
        Values y = Values.room(x.axes());
        for (int i = 0; i < y.size(); i++) {
            y.v[i] = f.of(x.v[i]);
            y.m[i] = f.magnitude(x.v[i], x.m[i], y.v[i]);
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return List.of(of);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Apply(f, parts.get(0));
    }

    @Override
    public List<Axis> axes() {
        return of.axes();
    }

    @Override
    public int binds() {
        return f == Fn.SQUARE ? 4 : 9;
    }

    @Override
    public String text() {
        return f == Fn.SQUARE ? of.within(5) + "^2" : f.text() + "(" + of.text() + ")";
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        all.add(new Slip("the " + f.text() + " of " + of.text() + " is missing", of, 1));
        for (Fn other : TAKEN) {
            if (other != f) {
                all.add(new Slip(other.text() + " stands where " + f.text() + " belongs", new Apply(other, of), 2));
            }
        }
        all.add(new Slip("the " + f.text() + " of " + of.text() + " is taken twice", new Apply(f, this), 2));
        return all;
    }
}
