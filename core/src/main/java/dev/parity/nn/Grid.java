package dev.parity.nn;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Where the elements of an image, and of the patches that a kernel sees of it, stand in memory, in any number of
 * dimensions.
 *
 * <p>Laid out as is told here, what one element of the kernel sees from patch to patch is <em>one contiguous run</em>,
 * whatever the stride, padding and dilation: zeros stand around the image, and a dimension with stride s is split
 * into s phases (positions that are equal modulo s), so that neighbouring patches see neighbouring elements. The price
 * is that a run goes on over the ends of rows: of its {@link #columns}, some lie in gaps and belong to no patch.
 */
final class Grid {
    /** Elements of one channel of the image. */
    final int image;
    /** Elements of one channel laid out. */
    final int laid;
    /** Where, in a channel laid out, the run of each element of the kernel begins. */
    final int[] runs;
    /** Where, in a channel laid out, each row of the image begins. */
    final int[] rows;
    /** Where the elements of a row stand from there. */
    final int[] places;
    /** Whether they stand next to each other, as they do with stride 1. */
    final boolean adjacent;
    /** Where, in a run, each row of patches begins. */
    final int[] lines;
    /** Patches in one row of patches. */
    final int line;
    /** The length of a run. */
    final int columns;
    /** Whether an image is laid out as it comes. */
    final boolean plain;

    Grid(List<Patches.Axis> axes) {
        int last = axes.size() - 1;
        int[] step = new int[axes.size()];
        int[] phase = new int[axes.size()];
        int size = 1;
        for (int i = last; i >= 0; i--) {
            step[i] = size;
            size *= length(axes.get(i));
        }
        for (int i = last; i >= 0; i--) {
            phase[i] = size;
            size *= phases(axes.get(i));
        }
        int[] kernel = {0};
        int[] outer = {0};
        int[] inner = {0};
        int[] patches = {0};
        int end = 0;
        boolean asItComes = true;
        for (int i = 0; i <= last; i++) {
            Patches.Axis axis = axes.get(i);
            int phases = phases(axis);
            int far = phase[i];
            int near = step[i];
            IntUnaryOperator stand = p -> p % phases * far + p / phases * near;
            kernel = sums(kernel, axis.kernel(), k -> stand.applyAsInt(k * axis.dilation()));
            if (i < last) {
                outer = sums(outer, axis.size(), p -> stand.applyAsInt(axis.padding() + p));
                patches = sums(patches, axis.patches(), o -> o * near);
            } else {
                inner = sums(inner, axis.size(), p -> stand.applyAsInt(axis.padding() + p));
            }
            end += (axis.patches() - 1) * near;
            asItComes &= extent(axis) == axis.size() && phases == 1;
        }
        runs = kernel;
        rows = outer;
        places = inner;
        adjacent = phases(axes.get(last)) == 1;
        lines = patches;
        line = axes.get(last).patches();
        columns = end + 1;
        laid = size;
        image = outer.length * inner.length;
        plain = asItComes;
    }

    /** Whether no column is a gap. */
    boolean gapless() {
        return columns == lines.length * line;
    }

    /** Positions with the zeros around. */
    private static int extent(Patches.Axis a) {
        return Math.max(a.padding() + a.size(), (a.patches() - 1) * a.stride() + (a.kernel() - 1) * a.dilation() + 1);
    }

    /** The stride; but for a single patch any stride is right, and this one leaves no gaps. */
    private static int phases(Patches.Axis a) {
        return a.patches() == 1 ? extent(a) : a.stride();
    }

    /** Positions in a phase. */
    private static int length(Patches.Axis a) {
        return (extent(a) + phases(a) - 1) / phases(a);
    }

    /** All sums of one of {@code left} and one of f(0), f(1), ..., in row-major order. */
    private static int[] sums(int[] left, int count, IntUnaryOperator f) {
        int[] all = new int[left.length * count];
        for (int i = 0; i < all.length; i++) {
            all[i] = left[i / count] + f.applyAsInt(i % count);
        }
        return all;
    }
}
