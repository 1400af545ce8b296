package dev.parity.nn;

import dev.parity.tensor.DType;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * A matrix in an array's memory: {@code rows} x {@code columns}, its rows {@code stride} elements apart, from
 * {@code offset} on. {@link #t} is the transpose, without a copy.
 *
 * <p>Products go straight to ND4J's own OpenBLAS (0.1 µs for 4 x 4, where ND4J's mmul takes 20 to 40 µs), in one thread:
 * large ones are shared here like any loop. OpenBLAS would wake its second thread for small ones too, and a convolution of
 * 16 pictures of 16 x 16 took twice as long on two threads as on one.
 */
public record Matrix(Array array, int offset, int rows, int columns, int stride, boolean transposed) {
    /** So many multiplications of a product take as long as one element of a loop. */
    private static final int MULTIPLIED = 32;

    public Matrix {
        int stored = transposed ? columns : rows;
        int wide = transposed ? rows : columns;
        if (stored > 0 && wide > 0 && (offset < 0 || offset + (stored - 1) * (long) stride + wide > array.size())) {
            throw new IllegalArgumentException(
                    rows + " x " + columns + " at " + offset + " is outside " + array.shape());
        }
    }

    /** The matrix of the same size that begins {@code elements} further on. */
    public Matrix at(int elements) {
        return new Matrix(array, offset + elements, rows, columns, stride, transposed);
    }

    /** The rows from {@code first} on, {@code count} of them. */
    public Matrix rows(int first, int count) {
        return transposed
                ? t().columns(first, count).t()
                : new Matrix(array, offset + first * stride, count, columns, stride, false);
    }

    /** The columns from {@code first} on, {@code count} of them. */
    public Matrix columns(int first, int count) {
        return transposed ? t().rows(first, count).t() : new Matrix(array, offset + first, rows, count, stride, false);
    }

    /** The same elements with rows {@code stride} apart. */
    public Matrix stride(int stride) {
        return new Matrix(array, offset, rows, columns, stride, transposed);
    }

    /** The transpose. */
    public Matrix t() {
        return new Matrix(array, offset, columns, rows, stride, !transposed);
    }

    /** {@code this = a b}. */
    public void product(Matrix a, Matrix b) {
        gemm(1, a, b, 0);
    }

    /** {@code this += a b}. */
    public void addProduct(Matrix a, Matrix b) {
        gemm(1, a, b, 1);
    }

    /** {@code this = alpha a b + beta this}; with beta 0 the old numbers are not read. */
    public void gemm(double alpha, Matrix a, Matrix b, double beta) {
        if (transposed) {
            t().gemm(alpha, b.t(), a.t(), beta);
            return;
        }
        if (a.rows != rows || b.columns != columns || a.columns != b.rows) {
            throw new IllegalArgumentException("(" + a.rows + " x " + a.columns + ")(" + b.rows + " x " + b.columns
                    + ") is not " + rows + " x " + columns);
        }
        int width = Math.max(rows, columns);
        int depth = (int) Math.min(Integer.MAX_VALUE, Math.min(rows, columns) * (long) a.columns / MULTIPLIED);
        Rows.each(width, depth, (from, to) -> {
            if (to - from == width) {
                call(alpha, a, b, beta);
            } else if (rows == width) {
                rows(from, to - from).call(alpha, a.rows(from, to - from), b, beta);
            } else {
                columns(from, to - from).call(alpha, a, b.columns(from, to - from), beta);
            }
        });
    }

    private void call(double alpha, Matrix a, Matrix b, double beta) {
        if (rows == 0 || columns == 0) {
            return;
        }
        int ta = a.transposed ? openblas.CblasTrans : openblas.CblasNoTrans;
        int tb = b.transposed ? openblas.CblasTrans : openblas.CblasNoTrans;
        if (array.dtype() == DType.FLOAT64) {
            openblas.cblas_dgemm(
                    openblas.CblasRowMajor,
                    ta,
                    tb,
                    rows,
                    columns,
                    a.columns,
                    alpha,
                    (DoublePointer) a.array.pointer(a.offset),
                    a.stride,
                    (DoublePointer) b.array.pointer(b.offset),
                    b.stride,
                    beta,
                    (DoublePointer) array.pointer(offset),
                    stride);
        } else {
            openblas.cblas_sgemm(
                    openblas.CblasRowMajor,
                    ta,
                    tb,
                    rows,
                    columns,
                    a.columns,
                    (float) alpha,
                    (FloatPointer) a.array.pointer(a.offset),
                    a.stride,
                    (FloatPointer) b.array.pointer(b.offset),
                    b.stride,
                    (float) beta,
                    (FloatPointer) array.pointer(offset),
                    stride);
        }
    }
}
