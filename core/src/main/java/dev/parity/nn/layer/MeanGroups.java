package dev.parity.nn.layer;

import dev.parity.nn.Array;

/**
 * The elements that share a mean. A group is {@code runs} stretches of {@code run} neighbours; run r of group g begins at
 * (r count + g) run. In the order of its runs a group is {@code perGroup} channels of equal size, one after the other.
 *
 * @param count of groups
 * @param channels of the layer; group g holds channels g perGroup, g perGroup + 1, ... modulo this
 */
record MeanGroups(int count, int runs, int run, int perGroup, int channels) {
    /** Elements of a group. */
    int size() {
        return runs * run;
    }

    /** Elements of one channel in a group. */
    int area() {
        return size() / perGroup;
    }

    /** The k-th channel of a group. */
    int channel(int g, int k) {
        return (g * perGroup + k) % channels;
    }

    void read(Array a, int g, double[] into) {
        if (run == 1) {
            for (int r = 0; r < runs; r++) {
                into[r] = a.get(r * count + g);
            }
            return;
        }
        for (int r = 0; r < runs; r++) {
            a.read((r * count + g) * run, into, r * run, run);
        }
    }

    void write(double[] from, int g, Array a) {
        if (run == 1) {
            for (int r = 0; r < runs; r++) {
                a.set(r * count + g, from[r]);
            }
            return;
        }
        for (int r = 0; r < runs; r++) {
            a.write((r * count + g) * run, from, r * run, run);
        }
    }

    /** What each group found for its channels, summed by channel. */
    void sum(Array ofGroups, Array ofChannels) {
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = c; i < ofGroups.size(); i += channels) {
                sum += ofGroups.get(i);
            }
            ofChannels.set(c, sum);
        }
    }
}
