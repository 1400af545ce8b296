package dev.parity.score;

import dev.parity.graph.Graph;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;

/** What made an array: the type of a layer, loss or optimizer, and the phase. */
record Kind(String type, Phase phase) implements Comparable<Kind> {
    static Kind of(Graph graph, Slot slot) {
        return new Kind(graph.operation(slot).orElseThrow().kind(), slot.phase());
    }

    @Override
    public int compareTo(Kind other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : phase.compareTo(other.phase);
    }

    @Override
    public String toString() {
        return type + " " + phase;
    }
}
