package dev.parity.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every element of every patch stands where the definition of a convolution looks for it: at s o + d k - z. */
class GridTest {
    @Test
    void patchesSeeWhatAConvolutionSees() {
        Random random = new Random(5);
        int compared = 0;
        for (int trial = 0; trial < 400; trial++) {
            compared += check(axes(random, 1 + trial % 3));
        }
        assertTrue(compared > 10_000, "only " + compared + " elements were compared");
    }

    @Test
    void aKernelOfOneSeesTheImageAsItIs() {
        Grid grid = new Grid(List.of(new Patches.Axis(5, 5, 1, 1, 1, 0), new Patches.Axis(4, 4, 1, 1, 1, 0)));
        assertTrue(grid.plain && grid.gapless());
        assertEquals(20, grid.columns);
    }

    @Test
    void aSinglePatchLeavesNoGaps() {
        Grid grid = new Grid(List.of(new Patches.Axis(40, 38, 3, 1, 1, 0), new Patches.Axis(100, 1, 100, 1, 1, 0)));
        assertTrue(grid.gapless());
        assertEquals(38, grid.columns);
    }

    private static List<Patches.Axis> axes(Random random, int dims) {
        List<Patches.Axis> axes = new ArrayList<>();
        while (axes.size() < dims) {
            int size = 1 + random.nextInt(7);
            int kernel = 1 + random.nextInt(4);
            int stride = 1 + random.nextInt(4);
            int dilation = 1 + random.nextInt(3);
            int padding = random.nextInt(4);
            int room = size + padding + random.nextInt(4) - dilation * (kernel - 1) - 1;
            if (room >= 0) {
                axes.add(new Patches.Axis(size, room / stride + 1, kernel, stride, dilation, padding));
            }
        }
        return axes;
    }

    /** Puts the image's offsets, from 1 on, into the layout and looks at each element of each patch. */
    private static int check(List<Patches.Axis> axes) {
        Grid grid = new Grid(axes);
        int[] layout = new int[grid.laid];
        for (int i = 0; i < grid.image; i++) {
            layout[grid.rows[i / grid.places.length] + grid.places[i % grid.places.length]] = i + 1;
        }
        Shape image = shape(axes.stream().mapToInt(Patches.Axis::size).toArray());
        Shape kernel = shape(axes.stream().mapToInt(Patches.Axis::kernel).toArray());
        Shape patches = shape(axes.stream().mapToInt(Patches.Axis::patches).toArray());
        assertEquals(patches.size(), grid.lines.length * grid.line);
        for (int k = 0; k < kernel.size(); k++) {
            for (int o = 0; o < patches.size(); o++) {
                int column = grid.lines[o / grid.line] + o % grid.line;
                assertTrue(column < grid.columns);
                assertEquals(
                        seen(axes, image, kernel.index(k), patches.index(o)),
                        layout[grid.runs[k] + column],
                        axes::toString);
            }
        }
        assertTrue(grid.runs[kernel.size() - 1] + grid.columns <= grid.laid, axes::toString);
        return kernel.size() * patches.size();
    }

    private static int seen(List<Patches.Axis> axes, Shape image, int[] k, int[] o) {
        int offset = 0;
        for (int i = 0; i < k.length; i++) {
            Patches.Axis a = axes.get(i);
            int p = a.stride() * o[i] + a.dilation() * k[i] - a.padding();
            if (p < 0 || p >= a.size()) {
                return 0;
            }
            offset = offset * image.dim(i) + p;
        }
        return offset + 1;
    }

    private static Shape shape(int... dims) {
        return Shape.of(dims);
    }
}
