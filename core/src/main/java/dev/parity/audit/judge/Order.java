package dev.parity.audit.judge;

import java.util.Arrays;
import java.util.List;

/**
 * A right order in which to add up terms: term i goes to lane i mod lanes, and what the lanes hold is added up at the end, of each block of
 * terms by itself, and block after block. Forward and in reverse are one lane and one block.
 *
 * <p>A processor's vector unit has 2 to 16 lanes: four fill a register of SSE in float32, as MKL's product does on some machines, and sixteen one
 * of AVX-512. Which of them it is matters: of many equal terms each addition rounds to the same side for as long as the sum has the same
 * exponent. A gradient of PyTorch's own, on a picture with a constant area, is 48 deviations off in four lanes and would be 6 in eight. A
 * blocked product adds up as many terms at a time as its panels hold.
 *
 * @param lanes sums that are kept side by side
 * @param block terms after which the lanes are emptied into the total; 0 for all
 * @param reverse whether the last term comes first
 */
record Order(int lanes, int block, boolean reverse) {
    /** Those that are tried. Others are rarely off by more than the worst of these, and three times that is allowed. */
    static final List<Order> ALL = List.of(
            new Order(1, 0, false),
            new Order(1, 0, true),
            new Order(2, 0, false),
            new Order(4, 0, false),
            new Order(8, 0, false),
            new Order(16, 0, false),
            new Order(1, 64, false),
            new Order(1, 256, false),
            new Order(4, 256, false),
            new Order(8, 384, false));

    /** The sum in float32 or float64, in which each term is rounded before it is added. */
    double sum(double[] terms, boolean single) {
        int n = terms.length;
        int length = block == 0 ? Math.max(n, 1) : block;
        double total = 0;
        double[] sums = new double[lanes];
        for (int from = 0; from < n; from += length) {
            Arrays.fill(sums, 0);
            for (int i = from; i < Math.min(n, from + length); i++) {
                double t = terms[reverse ? n - 1 - i : i];
                int lane = (i - from) % lanes;
                double next = sums[lane] + (single ? (float) t : t);
                sums[lane] = single ? (float) next : next;
            }
            for (double sum : sums) {
                total = single ? (float) (total + sum) : total + sum;
            }
        }
        return total;
    }
}
