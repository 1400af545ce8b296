package dev.parity.report;

import dev.parity.tensor.DType;

/**
 * One of the two sides.
 *
 * @param engine as on the command line: {@code torch}, {@code handwritten}, {@code trace:run.npz}
 * @param version of what computed; empty where it is not known
 * @param threads that it computed with; 0 where it is not known
 */
public record Side(String engine, String version, DType dtype, int threads) {
    public Side {
        if (threads < 0) {
            throw new IllegalArgumentException("a side cannot run on " + threads + " threads");
        }
    }

    /** Engine and version, as in {@code torch 2.7.1}; of a trace, what recorded it. */
    public String title() {
        String by = engine.startsWith("trace:") ? ", recorded by " : " ";
        return version.isEmpty() ? engine : engine + by + version;
    }
}
