package dev.parity.engine;

import java.util.Arrays;

/**
 * What is compared takes turns, so that the machine's moods meet all of it, and of the repetitions the lower quartile counts:
 * whatever else the machine does only ever adds.
 *
 * @param once whether to see that it runs is all that is wanted
 */
record Turns(boolean once) {
    /** Something to be timed. */
    interface Work {
        void run() throws Exception;
    }

    /** So many rounds, or one where all that matters is that it runs. */
    int rounds(int wanted) {
        return once ? 1 : wanted;
    }

    /** Times the works in turn, after a round that does not count; the lower quartile of the seconds of each. */
    double[] quartile(int wanted, Work... works) throws Exception {
        int rounds = rounds(wanted);
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
        return Arrays.stream(seconds).mapToDouble(Turns::quartile).toArray();
    }

    static double quartile(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 4];
    }
}
