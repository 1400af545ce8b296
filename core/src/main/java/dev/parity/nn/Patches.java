package dev.parity.nn;

import dev.parity.tensor.Shape;
import java.util.List;

/**
 * The patches that a kernel sees of an image of any number of dimensions, as a matrix (im2col), and the sum of such a
 * matrix back onto the image (col2im): with them a convolution is one matrix product.
 * <pre>
 *   images (N, C, d...)      a row for each element of the kernel in each channel, channels outermost
 *                            a column for each patch, row by row, with gaps between the rows, which Planes knows
 * </pre>
 *
 * <p>An image whose own memory is that matrix (a kernel of one element, stride 1) is used as it is, without a copy.
 */
public final class Patches {
    /**
     * One dimension of the image.
     *
     * @param size of the image
     * @param patches how many there are
     * @param padding zeros before the first element; as many follow the last as the patches need
     */
    public record Axis(int size, int patches, int kernel, int stride, int dilation, int padding) {}

    final Grid grid;
    /** What the names of its scratch end in. */
    final String lane;

    private final Frame at;
    private final int channels;
    private boolean clean;

    /** Patches of images with so many channels; the scratch is the frame's. */
    public Patches(Frame at, int channels, List<Axis> axes) {
        this(at, channels, new Grid(axes), "");
    }

    private Patches(Frame at, int channels, Grid grid, String lane) {
        this.at = at;
        this.channels = channels;
        this.grid = grid;
        this.lane = lane;
    }

    /** The same with a scratch of its own, for one of several threads that share the samples. */
    public Patches lane(int number) {
        return new Patches(at, channels, grid, " " + number);
    }

    /** Elements of the matrix of one sample. */
    public int size() {
        return channels * grid.runs.length * grid.columns;
    }

    /** The patches of a sample; zeros where they see padding. Holds until the next call of any method here. */
    public Matrix read(Array images, int sample) {
        if (isImage()) {
            return room(images, sample);
        }
        Array from = grid.plain ? images : layOut(images, sample);
        int start = grid.plain ? start(sample) : 0;
        Matrix matrix = room(images, sample);
        int columns = grid.columns;
        Rows.each(matrix.rows(), columns, (first, last) -> {
            for (int r = first; r < last; r++) {
                matrix.array().copy(r * columns, from, start + run(r), columns);
            }
        });
        return matrix;
    }

    /** The matrix that is to be filled, with zeros in the gaps, before {@link #write} sums it. */
    public Matrix room(Array images, int sample) {
        int rows = channels * grid.runs.length;
        return isImage()
                ? new Matrix(images, start(sample), rows, grid.columns, grid.columns, false)
                : at.keep("patches" + lane, Shape.of(rows, grid.columns)).matrix(rows, grid.columns);
    }

    /** Writes a sample: each element of the image is the sum of all that stands for it in {@link #room}. */
    public void write(Array images, int sample) {
        if (isImage()) {
            return;
        }
        Array patches = room(images, sample).array();
        int runs = grid.runs.length;
        int columns = grid.columns;
        Rows.each(channels, runs * columns, (first, last) -> {
            Strip sum = Strip.of(images.dtype(), grid.laid);
            Strip run = Strip.of(images.dtype(), columns);
            for (int c = first; c < last; c++) {
                sum.zeros(grid.laid);
                for (int k = 0; k < runs; k++) {
                    sum.addAt(grid.runs[k], run.load(patches, (c * runs + k) * columns, columns));
                }
                takeBack(sum, images, start(sample) + c * grid.image);
            }
        });
    }

    private boolean isImage() {
        return grid.plain && grid.runs.length == 1;
    }

    private int start(int sample) {
        return sample * channels * grid.image;
    }

    /** Where the run of a row of the matrix begins in the layout. */
    private int run(int row) {
        return row / grid.runs.length * grid.laid + grid.runs[row % grid.runs.length];
    }

    /** Where a row of the image begins in the layout, rows being counted through all channels. */
    private int place(int row) {
        return row / grid.rows.length * grid.laid + grid.rows[row % grid.rows.length];
    }

    private Array layOut(Array images, int sample) {
        Array layout = at.keep("layout" + lane, Shape.of(channels, grid.laid));
        if (!clean) {
            layout.fill(0);
            clean = true;
        }
        int[] places = grid.places;
        int width = places.length;
        int start = start(sample);
        Rows.each(channels * grid.rows.length, width, (first, last) -> {
            for (int r = first; r < last; r++) {
                if (grid.adjacent) {
                    layout.copy(place(r) + places[0], images, start + r * width, width);
                } else {
                    for (int i = 0, place = place(r); i < width; i++) {
                        layout.set(place + places[i], images.get(start + r * width + i));
                    }
                }
            }
        });
        return layout;
    }

    /** Writes the image's elements of a channel that is laid out. */
    private void takeBack(Strip laid, Array images, int start) {
        int[] places = grid.places;
        int width = places.length;
        if (grid.plain) {
            laid.store(images, start);
            return;
        }
        for (int r = 0; r < grid.rows.length; r++) {
            int place = grid.rows[r];
            if (grid.adjacent) {
                laid.store(images, start + r * width, place + places[0], width);
            } else {
                for (int i = 0; i < width; i++) {
                    images.set(start + r * width + i, laid.get(place + places[i]));
                }
            }
        }
    }
}
