package dev.parity.record;

import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * How the numbers of an array stand in a record, one after the other: the axes of the network's array in some order, the last one
 * fastest. With {@code [1, 0]} a weight (out, in) is recorded as (in, out), whatever shape the record gives it: a column-major dump says
 * (out, in) all the same.
 *
 * @param axes of the network's array, in the record's order
 * @param gates where each block of the first axis stands, of a recurrent layer's weights; empty where there are no blocks
 */
record Arrangement(List<Integer> axes, List<Integer> gates) {
    /** AxisOrder beyond which no other order is tried: 5! are enough. */
    private static final int MOST = 5;

    /** Orders that have names, such as HWIO and channels last, come before others that fit a shape as well; the last one first. */
    private static final List<List<Integer>> USUAL =
            List.of(List.of(1, 2, 3, 0), List.of(0, 2, 1), List.of(2, 1, 0), List.of(0, 2, 3, 1), List.of(2, 3, 1, 0));

    Arrangement {
        axes = List.copyOf(axes);
        gates = List.copyOf(gates);
    }

    /** PyTorch's own. */
    static Arrangement plain(Shape shape) {
        return new Arrangement(IntStream.range(0, shape.rank()).boxed().toList(), List.of());
    }

    boolean isPlain() {
        return gates.isEmpty() && IntStream.range(0, axes.size()).allMatch(k -> axes.get(k) == k);
    }

    /**
     * All of an array, the plain one first. AxisOrder of one element keep their place, for nothing moves with them.
     *
     * @param blocks of the first axis, whose order is another program's own; 1 where there are none
     */
    static List<Arrangement> all(Shape shape, int blocks) {
        List<Integer> free = IntStream.range(0, shape.rank())
                .filter(k -> shape.dim(k) > 1)
                .boxed()
                .toList();
        List<List<Integer>> orders = new ArrayList<>();
        for (List<Integer> order : free.size() > MOST ? List.of(free) : permutations(free)) {
            List<Integer> axes = new ArrayList<>(plain(shape).axes);
            for (int k = 0; k < free.size(); k++) {
                axes.set(free.get(k), order.get(k));
            }
            orders.add(axes);
        }
        USUAL.stream().filter(u -> orders.indexOf(u) > 1).forEach(u -> {
            orders.remove(u);
            orders.add(1, u);
        });
        List<Arrangement> all = new ArrayList<>();
        for (List<Integer> gates :
                permutations(IntStream.range(0, blocks > 1 ? blocks : 0).boxed().toList())) {
            boolean usual = IntStream.range(0, gates.size()).allMatch(k -> gates.get(k) == k);
            orders.forEach(axes -> all.add(new Arrangement(axes, usual ? List.of() : gates)));
        }
        return all;
    }

    /** Of some things, in the order of a dictionary: as they are first. */
    private static List<List<Integer>> permutations(List<Integer> of) {
        if (of.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (Integer first : of) {
            List<Integer> rest = new ArrayList<>(of);
            rest.remove(first);
            for (List<Integer> tail : permutations(rest)) {
                List<Integer> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }

    /** Whether a record's shape is that of the array so arranged, but for axes of one element and neighbours that were made one. */
    boolean fits(Shape network, Shape record) {
        int[] sizes = axes.stream().mapToInt(network::dim).toArray();
        int k = 0;
        for (int size : record.dims()) {
            int made = 1;
            while (made < size && k < sizes.length) {
                made *= sizes[k++];
            }
            if (made != size) {
                return false;
            }
        }
        return Arrays.stream(sizes).skip(k).allMatch(size -> size == 1);
    }

    /** The network's array. */
    Tensor read(Tensor record, Shape network) {
        return isPlain() ? record.reshape(network) : record.gather(network, place(network));
    }

    /** Where in the record an element of the network's array is, by its row-major offset. */
    IntUnaryOperator place(Shape network) {
        int rank = network.rank();
        int[] sizes = network.dims();
        int[] strides = new int[rank];
        int stride = 1;
        for (int k = rank - 1; k >= 0; k--) {
            strides[axes.get(k)] = stride;
            stride *= sizes[axes.get(k)];
        }
        return offset -> {
            int rest = offset;
            int at = 0;
            for (int k = rank - 1; k >= 0; k--) {
                int index = rest % sizes[k];
                rest /= sizes[k];
                at += (k == 0 ? gated(index, sizes[0]) : index) * strides[k];
            }
            return at;
        };
    }

    private int gated(int index, int size) {
        if (gates.isEmpty()) {
            return index;
        }
        int block = size / gates.size();
        return gates.get(index / block) * block + index % block;
    }
}
