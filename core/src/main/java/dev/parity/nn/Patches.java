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
 * <p>A channel is rearranged on the Java heap, row by row, and leaves it run by run: a copy from native memory to native memory
 * costs 17 ns however short it is, of which a convolution of 16 channels of 16 x 16 would make 800.
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
        Matrix matrix = room(images, sample);
        int runs = grid.runs.length;
        int columns = grid.columns;
        Rows.each(channels, runs * columns, (first, last) -> {
            Strip image = Strip.of(images.dtype(), grid.image);
            Strip laid = Strip.of(images.dtype(), grid.laid).zeros(grid.laid);
            for (int c = first; c < last; c++) {
                image.load(images, start(sample) + c * grid.image, grid.image);
                Strip from = grid.plain ? image : layOut(image, laid);
                for (int k = 0; k < runs; k++) {
                    from.store(matrix.array(), (c * runs + k) * columns, grid.runs[k], columns);
                }
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
            Strip laid = Strip.of(images.dtype(), grid.laid);
            Strip image = Strip.of(images.dtype(), grid.image).zeros(grid.image);
            Strip run = Strip.of(images.dtype(), columns);
            for (int c = first; c < last; c++) {
                laid.zeros(grid.laid);
                for (int k = 0; k < runs; k++) {
                    laid.addAt(grid.runs[k], run.load(patches, (c * runs + k) * columns, columns));
                }
                Strip whole = grid.plain ? laid : takeBack(laid, image);
                whole.store(images, start(sample) + c * grid.image);
            }
        });
    }

    private boolean isImage() {
        return grid.plain && grid.runs.length == 1;
    }

    private int start(int sample) {
        return sample * channels * grid.image;
    }

    /** Puts a channel's elements in their places; what stands around them stays zero. */
    private Strip layOut(Strip image, Strip laid) {
        int[] places = grid.places;
        int width = places.length;
        for (int r = 0; r < grid.rows.length; r++) {
            int place = grid.rows[r];
            if (grid.adjacent) {
                laid.place(place + places[0], image, r * width, width);
            } else {
                for (int i = 0; i < width; i++) {
                    laid.set(place + places[i], image.get(r * width + i));
                }
            }
        }
        return laid;
    }

    private Strip takeBack(Strip laid, Strip image) {
        int[] places = grid.places;
        int width = places.length;
        for (int r = 0; r < grid.rows.length; r++) {
            int place = grid.rows[r];
            if (grid.adjacent) {
                image.place(r * width, laid, place + places[0], width);
            } else {
                for (int i = 0; i < width; i++) {
                    image.set(r * width + i, laid.get(place + places[i]));
                }
            }
        }
        return image;
    }
}
