package dev.parity.engine;

import java.util.Arrays;

/** What is compared takes turns, so that the machine's moods meet all of it, and of the repetitions the median counts. */
final class Turns {
    private Turns() {}

    /** Something to be timed. */
    interface Work {
        void run() throws Exception;
    }

    /** Times the works in turn, after a round that does not count; the median seconds of each. */
    static double[] median(int rounds, Work... works) throws Exception {
        double[][] seconds = new double[works.length][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < works.length; i++) {
                long began = System.nanoTime();
                works[i].run();
                if (round >= 0) {
                    seconds[i][round] = (System.nanoTime() - began) / 1e9;
                }
            }
        }
        return Arrays.stream(seconds).mapToDouble(Turns::median).toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
