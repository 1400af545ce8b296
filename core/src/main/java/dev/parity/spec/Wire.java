package dev.parity.spec;

/** Where a number comes from: an output of a node, or a column of the data ({@code data}, {@code x}). */
public record Wire(String node, String output) {
    public static final String DATA = "data";

    public boolean isData() {
        return node.equals(DATA);
    }

    /** As a spec writes it: {@code fc1}, {@code lstm.h_n}, {@code data.x}. */
    @Override
    public String toString() {
        return output.equals("y") && !isData() ? node : node + "." + output;
    }
}
