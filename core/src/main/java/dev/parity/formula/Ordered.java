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
        int[] from = offsets(x);
        int rest = y.size() / Math.max(from.length, 1);
        Rounds walk = new Rounds(axes.subList(order.gives().size(), axes.size()), x);
        int[] beside = new int[rest];
        for (int r = 0; r < rest; r++, walk.next()) {
            beside[r] = walk.at[0];
        }
        for (int i = 0; i < from.length; i++) {
            for (int r = 0; r < rest; r++) {
                int at = from[i] + beside[r];
                y.v[i * rest + r] = x.v[at];
                y.m[i * rest + r] = x.m[at];
            }
        }
        return y;
    }

    /** Where the number at each place along the ordered axes stands in x, but for the other axes. */
    private int[] offsets(Values x) {
        Rounds places = new Rounds(order.gives());
        int[] offsets = new int[Values.count(order.gives())];
        int[] stride = order.over().stream().mapToInt(a -> x.stride(a.name())).toArray();
        int[] at = new int[order.gives().size()];
        for (int i = 0; i < offsets.length; i++, places.next()) {
            for (int d = 0; d < at.length; d++) {
                at[d] = places.index(d);
            }
            int[] from = order.from(at);
            for (int d = 0; d < from.length; d++) {
                offsets[i] += from[d] * stride[d];
            }
        }
        return offsets;
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
        of.axes().stream()
                .filter(a -> !order.over().contains(a) && !all.contains(a))
                .forEach(all::add);
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
