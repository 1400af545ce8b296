package dev.parity.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Numbers over named axes, each with its magnitude: the size at which it was rounded, at least its own. An axis that is not there is one
 * along which nothing changes.
 */
public final class Values {
    private final List<Axis> axes;
    final double[] v;
    final double[] m;

    Values(List<Axis> axes, double[] v, double[] m) {
        this.axes = List.copyOf(axes);
        this.v = v;
        this.m = m;
        if (v.length != count(axes) || m.length != v.length) {
            throw new IllegalArgumentException(v.length + " numbers do not fill " + axes);
        }
    }

    /** The elements of an array in its own order, with the size at which each was rounded. */
    public static Values of(double[] numbers, double[] sizes) {
        return new Values(List.of(Axis.of("i", numbers.length)), numbers, sizes);
    }

    static Values room(List<Axis> axes) {
        int n = count(axes);
        return new Values(axes, new double[n], new double[n]);
    }

    static Values scalar(double value) {
        return new Values(List.of(), new double[] {value}, new double[] {Math.abs(value)});
    }

    /** The product of the sizes, which an int has to hold. */
    static int count(List<Axis> axes) {
        return Math.toIntExact(work(axes));
    }

    static long work(List<Axis> axes) {
        long n = 1;
        for (Axis axis : axes) {
            n *= axis.size();
        }
        return n;
    }

    public List<Axis> axes() {
        return axes;
    }

    public int size() {
        return v.length;
    }

    public double value(int i) {
        return v[i];
    }

    public double magnitude(int i) {
        return m[i];
    }

    /** How far apart neighbours along an axis stand; 0 along one that is not there. */
    int stride(String name) {
        int stride = 1;
        for (int d = axes.size() - 1; d >= 0; d--) {
            if (axes.get(d).name().equals(name)) {
                return stride;
            }
            stride *= axes.get(d).size();
        }
        return 0;
    }

    boolean has(String name) {
        return axes.stream().anyMatch(a -> a.name().equals(name));
    }

    /** The axes of all, each once, in the order in which they are met. */
    static List<Axis> union(List<Values> arrays) {
        List<Axis> all = new ArrayList<>();
        for (Values array : arrays) {
            for (Axis axis : array.axes) {
                if (all.stream().noneMatch(a -> a.name().equals(axis.name()))) {
                    all.add(axis);
                }
            }
        }
        return all;
    }

    /** The size at which f(a, b) is rounded, from a and b and theirs; v is f(a, b). */
    interface Rounded {
        double magnitude(double a, double m, double b, double q, double v);
    }

    static Values zip(Values a, Values b, DoubleBinaryOperator f, Rounded rounded) {
        Values y = room(union(List.of(a, b)));
        Rounds walk = new Rounds(y.axes, a, b);
        for (int i = 0; i < y.v.length; i++, walk.next()) {
            int j = walk.at[0];
            int k = walk.at[1];
            y.v[i] = f.applyAsDouble(a.v[j], b.v[k]);
            y.m[i] = rounded.magnitude(a.v[j], a.m[j], b.v[k], b.m[k], y.v[i]);
        }
        return y;
    }

    Values plus(Values b, int sign) {
        return zip(this, b, (x, z) -> x + sign * z, (x, p, z, q, y) -> p + q);
    }

    /** Of a product only what its factors are rounded beyond their own size is more than its own. */
    static double product(double a, double m, double b, double q) {
        double y = Math.abs(a * b);
        return Math.max(m * Math.abs(b) + Math.abs(a) * q - y, y);
    }

    Values times(Values b) {
        return zip(this, b, (x, z) -> x * z, (x, p, z, q, y) -> product(x, p, z, q));
    }

    Values over(Values b) {
        return zip(
                this,
                b,
                (x, z) -> x / z,
                (x, p, z, q, y) ->
                        Math.max(p / Math.abs(z) + Math.abs(y) * q / Math.abs(z) - Math.abs(y), Math.abs(y)));
    }

    /** Spread over axes in an order: those of an array that this is to be compared with. */
    public Values arranged(List<Axis> wanted) {
        if (wanted.equals(axes)) {
            return this;
        }
        for (Axis axis : axes) {
            if (!wanted.contains(axis)) {
                throw new IllegalArgumentException(axes + " do not fit into " + wanted);
            }
        }
        Values y = room(wanted);
        Rounds walk = new Rounds(wanted, this);
        for (int i = 0; i < y.v.length; i++, walk.next()) {
            y.v[i] = v[walk.at[0]];
            y.m[i] = m[walk.at[0]];
        }
        return y;
    }

    /** What stands at one place of an axis; all of it where the axis is not there. */
    Values picked(String axis, int place) {
        if (!has(axis)) {
            return this;
        }
        int offset = place * stride(axis);
        Values y = room(axes.stream().filter(a -> !a.name().equals(axis)).toList());
        Rounds walk = new Rounds(y.axes, this);
        for (int i = 0; i < y.v.length; i++, walk.next()) {
            y.v[i] = v[walk.at[0] + offset];
            y.m[i] = m[walk.at[0] + offset];
        }
        return y;
    }

    /** Times a number: the rounding too. */
    public Values scaled(double factor) {
        Values y = room(axes);
        for (int i = 0; i < v.length; i++) {
            y.v[i] = factor * v[i];
            y.m[i] = Math.abs(factor) * m[i];
        }
        return y;
    }

    /** Each number made another one of about its size. */
    public Values mapped(DoubleUnaryOperator f) {
        Values y = room(axes);
        for (int i = 0; i < v.length; i++) {
            y.v[i] = f.applyAsDouble(v[i]);
            y.m[i] = m[i];
        }
        return y;
    }
}
