package dev.parity.audit;

import dev.parity.engine.TorchProgram.Lent;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What runs in float32 have shown of an array whose deviations are drawn, which stands for some steps that follow: how badly a row is
 * conditioned changes little from one step to the next.
 *
 * @param step in which they were run
 * @param rows what float32 was off there, over u times the root mean square of the row
 * @param columns by how much more a column was
 * @param runs of how many that is
 */
record Shown(int step, Tensor rows, Tensor columns, double runs) {
    /** It stands for so many steps. */
    private static final int LASTS = 16;

    /** All that stands for a step, together. */
    static Optional<Shown> at(int now, Lent e, List<Shown> all) {
        List<Shown> some = all.stream().filter(s -> s.lasts(now, e)).toList();
        double runs = some.stream().mapToDouble(Shown::runs).sum();
        return some.stream()
                .reduce((first, last) -> last)
                .map(last -> new Shown(last.step, mean(some, Shown::rows), mean(some, Shown::columns), runs));
    }

    /** The root mean square over the runs. */
    private static Tensor mean(List<Shown> some, Function<Shown, Tensor> which) {
        double runs = some.stream().mapToDouble(Shown::runs).sum();
        return Tensor.fill(DType.FLOAT64, which.apply(some.get(0)).shape(), i -> {
            double sum = 0;
            for (Shown s : some) {
                double size = which.apply(s).get(i);
                sum += s.runs * size * size;
            }
            return Math.sqrt(sum / runs);
        });
    }

    boolean lasts(int now) {
        return step <= now && now <= step + LASTS;
    }

    private boolean lasts(int now, Lent e) {
        int[] dims = e.shape().dims();
        return lasts(now)
                && columns.size() > 1 // the sizes of a column of single elements are not those of rows
                && columns.size() == dims[dims.length - 1]
                && rows.size() * columns.size() == e.shape().size();
    }

    /** How far off is near, over u times the root mean square of the row. */
    double near(int place) {
        int width = columns.size();
        return (runs > 1 ? FirstScript.OFTEN : FirstScript.ONCE) * rows.get(place / width) * columns.get(place % width);
    }
}
