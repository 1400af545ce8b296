package dev.parity.tensor;

import java.util.Arrays;

/** The sizes of an array's dimensions, slowest first, printed as PyTorch prints them: {@code (16, 100)}. */
public final class Shape {
    private final int[] dims;
    private final int size;

    private Shape(int[] dims) {
        this.dims = dims;
        long product = 1;
        for (int d : dims) {
            if (d < 0) {
                throw new BadInput("a dimension cannot be negative: " + text(dims));
            }
            product *= d;
            if (product > Integer.MAX_VALUE) {
                throw new BadInput(
                        "shape " + text(dims) + " has more than 2^31-1 elements, the most that one array holds");
            }
        }
        this.size = (int) product;
    }

    public static Shape of(int... dims) {
        return new Shape(dims.clone());
    }

    /** The shape of a scalar, {@code ()}. */
    public static Shape scalar() {
        return new Shape(new int[0]);
    }

    public int rank() {
        return dims.length;
    }

    /** The size of a dimension; negative ones count from the end, as in PyTorch. */
    public int dim(int i) {
        return dims[i < 0 ? i + dims.length : i];
    }

    /** The number of elements: 1 for a scalar. */
    public int size() {
        return size;
    }

    /** The product of the sizes of dimensions {@code from} (inclusive) to {@code to} (exclusive). */
    public int size(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    public int[] dims() {
        return dims.clone();
    }

    /** The dimensions from {@code from} on. */
    public Shape tail(int from) {
        return new Shape(Arrays.copyOfRange(dims, from, dims.length));
    }

    /** This shape with one dimension replaced; a negative index counts from the end. */
    public Shape with(int dim, int size) {
        int[] copy = dims.clone();
        copy[dim < 0 ? dim + copy.length : dim] = size;
        return new Shape(copy);
    }

    /** The coordinates of the element at a row-major offset. */
    public int[] index(int offset) {
        int[] index = new int[dims.length];
        for (int i = dims.length - 1; i >= 0; i--) {
            index[i] = offset % dims[i];
            offset /= dims[i];
        }
        return index;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return text(dims);
    }

    private static String text(int[] dims) {
        String inner = Arrays.toString(dims);
        return "(" + inner.substring(1, inner.length() - 1) + (dims.length == 1 ? ",)" : ")");
    }
}
