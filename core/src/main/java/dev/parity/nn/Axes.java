package dev.parity.nn;

import dev.parity.formula.Axis;
import dev.parity.formula.Leaf;
import dev.parity.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the dimensions of an array are called in formulas: samples first, then times, or channels and the places of an image. */
public final class Axes {
    private static final List<List<String>> NAMES = List.of(
            List.of(),
            List.of("n"),
            List.of("n", "k"),
            List.of("n", "t", "k"),
            List.of("n", "c", "h", "w"),
            List.of("n", "c", "z", "h", "w"));

    private Axes() {}

    /** A name for each dimension. */
    public static Axis[] of(Shape shape) {
        Axis[] axes = new Axis[shape.rank()];
        for (int d = 0; d < axes.length; d++) {
            axes[d] =
                    Axis.of(axes.length < NAMES.size() ? NAMES.get(axes.length).get(d) : "x" + d, shape.dim(d));
        }
        return axes;
    }

    /** A name for each dimension but the last so many, which a layer calls by names of its own: n, t, s. */
    public static Axis[] rows(Shape shape, int last) {
        List<String> names = List.of("n", "t", "s");
        Axis[] axes = new Axis[shape.rank() - last];
        for (int d = 0; d < axes.length; d++) {
            axes[d] = Axis.of(d < names.size() ? names.get(d) : "x" + d, shape.dim(d));
        }
        return axes;
    }

    /** These and those. */
    public static Axis[] join(Axis[] some, Axis... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(Axis[]::new);
    }

    /** All but one. */
    public static Axis[] without(Axis[] all, Axis... gone) {
        return Arrays.stream(all).filter(a -> !List.of(gone).contains(a)).toArray(Axis[]::new);
    }

    /** An operand that is repeated along dimensions of size 1, or along those that it lacks in front, read beside a larger one. */
    public static Leaf broadcast(String operand, Shape small, Axis[] large) {
        Axis[] axes = new Axis[small.rank()];
        for (int d = 0; d < axes.length; d++) {
            Axis wide = large[large.length - axes.length + d];
            axes[d] = small.dim(d) == wide.size() ? wide : Axis.of(wide.name() + "1", small.dim(d));
        }
        return Leaf.of(
                operand,
                Arrays.stream(axes)
                        .filter(a -> a.size() != 1 || List.of(large).contains(a))
                        .toArray(Axis[]::new));
    }

    /** The axes along which a broadcast operand is repeated, so that its gradient is a sum over them. */
    public static Axis[] repeated(Leaf small, Axis[] large) {
        return Arrays.stream(large).filter(a -> !small.over().contains(a)).toArray(Axis[]::new);
    }
}
