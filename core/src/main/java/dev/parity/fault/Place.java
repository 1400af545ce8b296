package dev.parity.fault;

import dev.parity.trace.Phase;

/**
 * The kind of array that a site holds.
 *
 * @param type of the layer, loss or optimizer that computes it: {@code Softmax}
 * @param array as in the site: {@code dx}, {@code weight}
 */
public record Place(Phase phase, String type, String array) {
    boolean is(Phase phase, String type, String array) {
        return this.phase == phase && this.type.equals(type) && this.array.equals(array);
    }
}
