package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The same numbers in another order: what becomes of an array that is read or written the wrong way round. */
public record Ordered(Node of, Order order) implements Node {
    /** An order, over axes that it needs whole. */
    public interface Order {
        List<Axis> over();

        /** The axes of the result, where those of x were {@link #over}. */
        default List<Axis> gives() {
            return over();
        }

        /** Where the number at these places along {@link #gives} comes from: places along {@link #over}. */
        int[] from(int[] places);

        /** As it is written around what it is of. */
        String text(String of);
    }

    @Override
    public Values at(Evaluation e) {
        Values x = e.of(of);
        List<Axis> over = order.over();
        List<Axis> axes = new ArrayList<>(order.gives());
        x.axes().stream()
                .filter(a -> over.stream().noneMatch(o -> o.name().equals(a.name())))
                .forEach(axes::add);
        Values y = Values.room(axes);
        Walk walk = new Walk(axes);
        int[] places = new int[over.size()];
        for (int i = 0; i < y.size(); i++, walk.next()) {
            for (int d = 0; d < places.length; d++) {
                places[d] = walk.index(d);
            }
            int[] from = order.from(places);
            int at = 0;
            for (int d = 0; d < axes.size(); d++) {
                at += d < from.length
                        ? from[d] * x.stride(over.get(d).name())
                        : walk.index(d) * x.stride(axes.get(d).name());
            }
            y.v[i] = x.v[at];
            y.m[i] = x.m[at];
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return List.of(of);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Ordered(parts.get(0), order);
    }

    @Override
    public List<Axis> axes() {
        List<Axis> all = new ArrayList<>(order.gives());
        of.axes().stream().filter(a -> !order.over().contains(a) && !all.contains(a)).forEach(all::add);
        return all;
    }

    @Override
    public Set<String> whole() {
        Set<String> all = new LinkedHashSet<>(of.whole());
        order.over().forEach(axis -> all.add(axis.name()));
        order.gives().forEach(axis -> all.add(axis.name()));
        return all;
    }

    @Override
    public String text() {
        return order.text(of.within(9));
    }
}
