package dev.parity.compare;

import java.util.List;

/**
 * One number on both sides.
 *
 * @param index its coordinates, empty for a scalar
 */
public record Element(List<Integer> index, double reference, double candidate) {
    public Element {
        index = List.copyOf(index);
    }
}
