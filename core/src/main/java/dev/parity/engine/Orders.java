package dev.parity.engine;

import java.util.function.Supplier;

/**
 * The orders in which the epochs visit the samples. Each is drawn when its epoch comes, so that a run of any length begins at once
 * and keeps one; one that lies behind is drawn again from the beginning.
 */
final class Orders {
    private final Supplier<Supplier<int[]>> beginning;
    private Supplier<int[]> random;
    private int drawn;
    private int[] order = {};

    /** @param beginning gives the generator as it is before the first epoch, each time afresh */
    Orders(Supplier<Supplier<int[]>> beginning) {
        this.beginning = beginning;
        this.random = beginning.get();
    }

    /** The order of an epoch, counted from 0. */
    int[] of(int epoch) {
        if (epoch < drawn - 1) {
            random = beginning.get();
            drawn = 0;
        }
        while (drawn <= epoch) {
            drawn++;
            order = random.get();
        }
        return order;
    }
}
