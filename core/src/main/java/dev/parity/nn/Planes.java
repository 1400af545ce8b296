package dev.parity.nn;

import dev.parity.tensor.Shape;

/**
 * What stands on the other side of {@link Patches}: one number for each patch, in each of several channels, as a matrix
 * with the same columns, gaps included. Without gaps the array's own memory is that matrix, and nothing is copied.
 * <pre>
 *   planes (N, C, patches...)      a row for each channel, a column for each patch
 * </pre>
 */
public final class Planes {
    private final Frame at;
    private final Grid grid;
    private final String lane;
    private final int channels;

    /** Planes of so many channels beside some patches, with a scratch for each of their lanes. */
    public Planes(Frame at, Patches patches, int channels) {
        this.at = at;
        this.grid = patches.grid;
        this.lane = patches.lane;
        this.channels = channels;
    }

    /** A sample's planes with zeros in the gaps. Holds until the next call of it. */
    public Matrix read(Array planes, int sample) {
        if (grid.gapless()) {
            return room(planes, sample);
        }
        Array wide = at.keep("planes" + lane, Shape.of(channels, grid.columns));
        int size = grid.lines.length * grid.line;
        Rows.each(channels, grid.columns, (first, last) -> {
            Strip plane = Strip.of(planes.dtype(), size);
            Strip spread = Strip.of(planes.dtype(), grid.columns).zeros(grid.columns);
            for (int c = first; c < last; c++) {
                plane.load(planes, (sample * channels + c) * size, size);
                for (int r = 0; r < grid.lines.length; r++) {
                    spread.place(grid.lines[r], plane, r * grid.line, grid.line);
                }
                spread.store(wide, c * grid.columns);
            }
        });
        return wide.matrix(channels, grid.columns);
    }

    /** The matrix that is to be filled before {@link #write}; what is in the gaps does not matter. */
    public Matrix room(Array planes, int sample) {
        return grid.gapless()
                ? new Matrix(planes, sample * size(), channels, grid.columns, grid.columns, false)
                : at.keep("results" + lane, Shape.of(channels, grid.columns)).matrix(channels, grid.columns);
    }

    /** Writes a sample's planes from {@link #room}. */
    public void write(Array planes, int sample) {
        if (grid.gapless()) {
            return;
        }
        Array wide = room(planes, sample).array();
        int size = grid.lines.length * grid.line;
        Rows.each(channels, grid.columns, (first, last) -> {
            Strip spread = Strip.of(planes.dtype(), grid.columns);
            Strip plane = Strip.of(planes.dtype(), size).zeros(size);
            for (int c = first; c < last; c++) {
                spread.load(wide, c * grid.columns, grid.columns);
                for (int r = 0; r < grid.lines.length; r++) {
                    plane.place(r * grid.line, spread, grid.lines[r], grid.line);
                }
                plane.store(planes, (sample * channels + c) * size);
            }
        });
    }

    private int size() {
        return channels * grid.lines.length * grid.line;
    }
}
