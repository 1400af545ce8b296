package dev.parity.spec;

import dev.parity.tensor.Shape;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a step is fed: columns with a row for each sample, cut into batches, and others, given whole.
 *
 * @param columns by key: {@code x}, {@code y} and further inputs
 * @param rows samples, which are the rows of x
 * @param batchSize rows of a batch; all rows where the spec does not say
 */
public record Data(Map<String, Column> columns, int rows, int batchSize, boolean shuffle, boolean dropLast) {
    /**
     * @param tensor the tensor of the spec that it is
     * @param divide every number is divided by this (as in {@code images / 255})
     * @param oneHot the number of classes, where labels become rows of zeros with a one
     * @param shape of the whole column
     * @param integers whether the numbers stay whole: labels and tokens
     */
    public record Column(String tensor, double divide, OptionalInt oneHot, Shape shape, boolean integers) {}

    /** Whether every step is given all of a column, since it does not have a row for each sample: an initial state. */
    public boolean entire(String key) {
        Shape shape = columns.get(key).shape();
        return shape.rank() == 0 || shape.dim(0) != rows;
    }

    /** The shape of a column in a batch of so many rows. */
    public Shape batch(String key, int size) {
        Shape shape = columns.get(key).shape();
        return entire(key) ? shape : shape.with(0, size);
    }

    /** Whether every step is fed all rows in their order: the same numbers each time. */
    public boolean whole() {
        return batchSize == rows && !shuffle;
    }

    /** Batches of one pass over the rows. */
    public int batches() {
        return dropLast ? rows / batchSize : (rows + batchSize - 1) / batchSize;
    }

    /** The rows of the batch of a step. */
    public int rows(int step) {
        return step % batches() == 0 ? lastBatch() : batchSize;
    }

    /** The rows of the last batch of a pass, which may be fewer. */
    public int lastBatch() {
        return dropLast || rows % batchSize == 0 ? batchSize : rows % batchSize;
    }
}
