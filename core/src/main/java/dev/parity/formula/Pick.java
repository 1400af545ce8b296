package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What stands at one place of an axis: the forget gates of all gates. */
public record Pick(Node of, Axis axis, int place) implements Node {
    @Override
    public Values at(Evaluation e) {
        return e.of(of).picked(axis.name(), place);
    }

    @Override
    public List<Node> parts() {
        return List.of(of);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Pick(parts.get(0), axis, place);
    }

    @Override
    public List<Axis> axes() {
        return of.axes().stream().filter(a -> !a.equals(axis)).toList();
    }

    @Override
    public Set<String> whole() {
        Set<String> all = new LinkedHashSet<>(of.whole());
        all.add(axis.name());
        return all;
    }

    @Override
    public String text() {
        return of.within(9) + "[" + axis.name() + "=" + place + "]";
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        for (int other = 0; other < Math.min(axis.size(), 8); other++) {
            if (other != place) {
                all.add(new Slip(
                        "number " + other + " of the " + axis.word() + " stands where number " + place + " belongs",
                        new Pick(of, axis, other),
                        2));
            }
        }
        return all;
    }
}
