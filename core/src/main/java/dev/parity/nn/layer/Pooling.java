package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.formula.Place;
import dev.parity.formula.Slide;
import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What pooling layers have in common: each element of y is made of one window of x, plane by plane.
 * <pre>
 *   x (N, C, d...)    y (N, C, windows...)        N may be missing
 * </pre>
 */
public sealed interface Pooling extends Layer permits AvgPooling, MaxPooling {
    /** The windows along each pooled dimension of an input, or a refusal. */
    List<Windows> windows(Shape x);

    /** How many dimensions are pooled, the last ones. */
    int dims();

    @Override
    default Shape output(Shape... inputs) {
        Shape x = Sizes.check(type(), one(inputs), dims(), 0);
        try {
            List<Windows> windows = windows(x);
            return Sizes.image(
                    type(), x, x.dim(-dims() - 1), dims(), i -> windows.get(i).count());
        } catch (BadInput bad) {
            throw bad.at(type() + " with an input of shape " + x);
        }
    }

    /** A loop body over a row of windows: the first makes y's element {@code o}, x's plane begins at {@code plane}. */
    @FunctionalInterface
    interface Body {
        void row(int o, int plane, int row);
    }

    /** Two dimensions of windows; a single dimension is one row of them. */
    record Tiling(Windows rows, Windows columns, int planes, int plane, int width) {
        /** Every row of windows, with the planes shared among threads. */
        void each(Body body) {
            int across = columns.count();
            Rows.each(planes, plane, (from, to) -> {
                for (int p = from; p < to; p++) {
                    for (int r = 0; r < rows.count(); r++) {
                        body.row((p * rows.count() + r) * across, p * plane, r);
                    }
                }
            });
        }
    }

    /** The windows over the input of a frame. */
    default Tiling tiling(Frame at) {
        return tiling(at.x().shape());
    }

    /** The windows over an input of a shape. */
    default Tiling tiling(Shape x) {
        List<Windows> windows = windows(x);
        Windows rows = dims() == 1 ? Windows.covering(1, 1) : windows.get(0);
        int plane = x.size(x.rank() - dims(), x.rank());
        return new Tiling(rows, windows.get(dims() - 1), x.size() / plane, plane, x.dim(-1));
    }

    /** How the windows lie, where they slide: kernel, stride, dilation and padding of each dimension; none where they cover. */
    record Lie(List<Integer> kernel, List<Integer> stride, List<Integer> dilation, List<Integer> padding) {}

    /** Empty for windows that cover a dimension in so many parts. */
    default Optional<Lie> lie() {
        return Optional.empty();
    }

    /** The axes of an image and its windows; the windows that cover have no places of their own. */
    default ImageAxes axes(Shape x) {
        List<Integer> kernel = lie().map(Lie::kernel).orElse(java.util.Collections.nCopies(dims(), 1));
        return ImageAxes.of(x, output(x), kernel, 1);
    }

    /** x as the windows see it, one axis after the other; outside of x stands a number. */
    default Node seen(Node x, ImageAxes at, double outside) {
        Lie lie = lie().orElseThrow();
        Node seen = x;
        for (int d = 0; d < dims(); d++) {
            seen = Slide.windows(
                    seen,
                    at.image()[d],
                    at.made()[d],
                    at.kernel()[d],
                    lie.stride().get(d),
                    lie.dilation().get(d),
                    lie.padding().get(d),
                    outside);
        }
        return seen;
    }

    /** What windows hand back to the places that they saw. */
    default Node back(Node made, ImageAxes at) {
        Lie lie = lie().orElseThrow();
        Node back = made;
        for (int d = 0; d < dims(); d++) {
            back = Slide.back(
                    back,
                    at.made()[d],
                    at.image()[d],
                    at.kernel()[d],
                    lie.stride().get(d),
                    lie.dilation().get(d),
                    lie.padding().get(d));
        }
        return back;
    }

    /** 1 where a window that covers its part of a dimension holds a place of it. */
    default Node within(ImageAxes at) {
        List<Node> all = new ArrayList<>();
        for (int d = 0; d < dims(); d++) {
            Axis h = at.image()[d];
            Node p = new Place(at.made()[d]);
            double step = (double) h.size() / at.made()[d].size();
            // a hair's breadth, so that what is a whole number stays one
            Node start = p.times(step).plus(Constant.of(1e-9)).apply(Fn.FLOOR);
            Node end =
                    p.plus(Constant.of(1)).times(step).minus(Constant.of(1e-9)).apply(Fn.CEIL);
            all.add(new Place(h).is(Compare.Test.FROM, start));
            all.add(new Place(h).is(Compare.Test.BELOW, end));
        }
        return all.get(0).times(all.subList(1, all.size()).toArray(Node[]::new));
    }
}
