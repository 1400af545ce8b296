package dev.parity.spec;

import dev.parity.tensor.Shape;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a step is fed: columns of equally many rows, cut into batches.
 *
 * @param columns by key: {@code x}, {@code y} and further inputs
 * @param rows in each column
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
    public record Column(String tensor, double divide, OptionalInt oneHot, Shape shape, boolean integers) {
        public Shape batch(int size) {
            return shape.with(0, size);
        }
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
