package dev.parity.audit.judge;

import dev.parity.audit.Allowance;
import dev.parity.engine.TorchProgram.Lent;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What runs in float32 were off in an array whose deviations are drawn. It stands for some steps that follow: how badly a row is
 * conditioned changes little from one step to the next.
 *
 * @param step in which they were run
 * @param rows what float32 was off there, over u times the root mean square of the row
 * @param columns by how much more a column was
 * @param runs of how many that is
 */
public record Float32Error(int step, Tensor rows, Tensor columns, double runs) {
    /** It stands for so many steps. */
    private static final int LASTS = 16;

    /** What several of one shape say together: root mean squares over their runs. */
    static Float32Error of(List<Float32Error> all) {
        double runs = all.stream().mapToDouble(Float32Error::runs).sum();
        return new Float32Error(
                all.get(all.size() - 1).step,
                mean(all, Float32Error::rows, runs),
                mean(all, Float32Error::columns, runs),
                runs);
    }

    private static Tensor mean(List<Float32Error> all, Function<Float32Error, Tensor> which, double runs) {
        return Tensor.fill(DType.FLOAT64, which.apply(all.get(0)).shape(), i -> {
            double sum = 0;
            for (Float32Error s : all) {
                double size = which.apply(s).get(i);
                sum += s.runs * size * size;
            }
            return Math.sqrt(sum / runs);
        });
    }

    boolean lasts(int now) {
        return step <= now && now <= step + LASTS;
    }

    boolean fits(Lent e) {
        int[] dims = e.shape().dims();
        return columns.size() == dims[dims.length - 1]
                && rows.size() * columns.size() == e.shape().size();
    }

    /** How far off is near, over u times a size. */
    double near() {
        return runs > 1 ? Allowance.OFTEN : Allowance.ONCE;
    }

    /** What float32 was off, as sizes. */
    Screen.Sizes at(Screen.Sizes sizes) {
        double[] row = new double[rows.size()];
        Arrays.setAll(row, r -> sizes.row()[r] * rows.get(r));
        double[] column = new double[columns.size()];
        Arrays.setAll(column, columns::get);
        return new Screen.Sizes(row, column);
    }
}
