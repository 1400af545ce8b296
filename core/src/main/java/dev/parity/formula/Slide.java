package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A window that slides: one axis read at the places of two others. With p the window and a the place in it,
 * <pre>
 *   there    x[h = stride p + dilation a - padding]         in (p, a), of an x along h: what windows see
 *   back     y[p = (h + padding - dilation a) / stride]     in (h, a), of a y along p: which windows saw h at a
 * </pre>
 * Outside, and where the division leaves a rest, stands a number. What is read may have the axis a too, and is then read at that place.
 */
public record Slide(
        Node of,
        Axis axis,
        Axis first,
        Axis second,
        int stride,
        int dilation,
        int padding,
        boolean back,
        double outside)
        implements Node {
    /** What windows see of x along h. */
    public static Slide windows(Node x, Axis h, Axis p, Axis a, int stride, int dilation, int padding, double outside) {
        return new Slide(x, h, p, a, stride, dilation, padding, false, outside);
    }

    /** Which windows saw a place of h. */
    public static Slide back(Node y, Axis p, Axis h, Axis a, int stride, int dilation, int padding) {
        return new Slide(y, p, h, a, stride, dilation, padding, true, 0);
    }

    /** Where the axis is read, or -1. */
    private int place(int i, int a) {
        if (!back) {
            int h = stride * i + dilation * a - padding;
            return h >= 0 && h < axis.size() ? h : -1;
        }
        int p = i + padding - dilation * a;
        return p >= 0 && p % stride == 0 && p / stride < axis.size() ? p / stride : -1;
    }

    @Override
    public Values at(Evaluation e) {
        Values x = e.of(of);
        List<Axis> axes = new ArrayList<>();
        x.axes().stream().filter(a -> !a.name().equals(axis.name())).forEach(axes::add);
        axes.add(e.cut().of(first));
        if (!x.has(second.name())) {
            axes.add(second);
        }
        Values y = Values.room(axes);
        int stride = x.stride(axis.name());
        int one = axes.stream().map(Axis::name).toList().indexOf(first.name());
        int two = axes.stream().map(Axis::name).toList().indexOf(second.name());
        Rounds walk = new Rounds(axes, x);
        for (int i = 0; i < y.size(); i++, walk.next()) {
            int place = place(e.cut().place(first.name(), walk.index(one)), walk.index(two));
            if (place < 0) {
                y.v[i] = outside;
            } else {
                y.v[i] = x.v[walk.at[0] + place * stride];
                y.m[i] = x.m[walk.at[0] + place * stride];
            }
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return List.of(of);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Slide(parts.get(0), axis, first, second, stride, dilation, padding, back, outside);
    }

    @Override
    public List<Axis> axes() {
        List<Axis> all = new ArrayList<>(of.axes());
        all.remove(axis);
        all.add(first);
        if (!all.contains(second)) {
            all.add(second);
        }
        return all;
    }

    @Override
    public Set<String> whole() {
        Set<String> all = new LinkedHashSet<>(of.whole());
        all.add(axis.name());
        all.add(second.name());
        return all;
    }

    private static String by(int number, String what) {
        return number == 1 ? what : number + "*" + what;
    }

    @Override
    public String text() {
        String place = back
                ? "(" + first.name() + (padding == 0 ? "" : " + " + padding) + " - " + by(dilation, second.name()) + ")"
                        + (stride == 1 ? "" : "/" + stride)
                : by(stride, first.name()) + " + " + by(dilation, second.name())
                        + (padding == 0 ? "" : " - " + padding);
        return of.within(9) + "[" + axis.name() + " = " + place + "]";
    }

    private Slip with(int stride, int dilation, int padding, String words) {
        return new Slip(words, new Slide(of, axis, first, second, stride, dilation, padding, back, outside), 2);
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        String along = " along the " + (back ? first : axis).word();
        if (stride > 1) {
            all.add(with(1, dilation, padding, "the stride" + along + " is left out"));
        }
        if (dilation > 1) {
            all.add(with(stride, 1, padding, "the dilation" + along + " is left out"));
        }
        if (padding > 0) {
            all.add(with(stride, dilation, 0, "the padding" + along + " is left out"));
        }
        all.add(with(stride, dilation, padding + 1, "the windows begin one place early" + along));
        all.add(with(stride, dilation, padding - 1, "the windows begin one place late" + along));
        all.add(with(
                stride, dilation, second.size() - 1 - padding, "the padding" + along + " is that of the other way"));
        return all;
    }
}
