package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Standardises each channel over the batch: in training by the batch's own mean and variance, else by the running ones.
 * <pre>
 *   x (N, C, *)    weight, bias, running_mean, running_var (C)    y (N, C, *)        m = N |*| elements of a channel
 *   running_mean = (1 - f) running_mean + f mean        running_var = (1 - f) running_var + f var m / (m - 1)
 *   f = momentum, or without one 1 / num_batches_tracked, which makes the running values averages of all batches
 * </pre>
 */
public sealed interface BatchNorm extends ChannelNorm permits BatchNorm1d, BatchNorm2d {
    int num_features();

    OptionalDouble momentum();

    boolean track_running_stats();

    boolean training();

    /** What the compact constructors check. */
    static void check(int num_features, double eps) {
        if (num_features < 1) {
            throw new BadInput("num_features is at least 1, not " + num_features);
        }
        if (!(eps >= 0)) {
            throw new BadInput("eps is not negative, and here it is " + eps + "; the default is 1e-5");
        }
    }

    @Override
    default int channels() {
        return num_features();
    }

    @Override
    default boolean ownStatistics() {
        return training() || !track_running_stats();
    }

    @Override
    default List<Parameter> buffers() {
        return track_running_stats()
                ? List.of(
                        new Parameter("running_mean", Shape.of(num_features()), Init.zeros()),
                        new Parameter("running_var", Shape.of(num_features()), Init.ones()),
                        new Parameter("num_batches_tracked", Shape.scalar(), new Init.Count()))
                : List.of();
    }

    /** Checks an input whose rank fits. */
    default Shape checked(Shape x) {
        if (x.dim(1) != num_features()) {
            throw new BadInput(type() + "(" + num_features() + ") takes " + num_features()
                    + " channels in dimension 1, and here comes " + x);
        }
        if (ownStatistics() && groups(x).size() < 2) {
            throw new BadInput("a single value in each channel, " + x
                    + ", has no variance to train with; write \"training\": false, or" + " give larger batches");
        }
        return x;
    }

    @Override
    default MeanGroups groups(Shape x) {
        return new MeanGroups(num_features(), x.dim(0), x.size(2, x.rank()), 1, num_features());
    }

    @Override
    default void track(Frame at, MeanGroups groups) {
        if (!training() || !track_running_stats()) {
            return;
        }
        Array batches = at.param("num_batches_tracked");
        batches.set(0, batches.getLong(0) + 1);
        double f = momentum().orElse(1 / batches.get(0));
        double unbiased = groups.size() / (groups.size() - 1.0);
        Array mean = at.param("running_mean");
        Array var = at.param("running_var");
        for (int c = 0; c < num_features(); c++) {
            mean.set(c, (1 - f) * mean.get(c) + f * at.kept("mean").get(c));
            var.set(c, (1 - f) * var.get(c) + f * unbiased * at.kept("var").get(c));
        }
    }

    /** Whether channels have rows and columns. */
    default boolean maps() {
        return false;
    }

    /**
     * Maps are flattened, since PyTorch's gradient is wrong where dL/dy lies in memory with rows and columns first, as behind a permute, and
     * there is one sample, or maps are one wide.
     */
    @Override
    default String torch() {
        String x = maps() ? "torch.flatten(x, 2)" : "x";
        String shaped = maps() ? ".view_as(x)" : "";
        String weights = affine() ? "weight, bias" : "None, None";
        if (!track_running_stats()) {
            return "y = torch.batch_norm(%s, %s, None, None, True, 0., %s, False)%s"
                    .formatted(x, weights, eps(), shaped);
        }
        String count = training() ? "num_batches_tracked.add_(1)\n" : "";
        String factor = momentum().isPresent()
                ? "" + momentum().getAsDouble()
                : training() ? "1. / float(num_batches_tracked)" : "0.";
        return count
                + "y = torch.batch_norm(%s, %s, running_mean, running_var, %s, %s, %s, False)%s"
                        .formatted(x, weights, training() ? "True" : "False", factor, eps(), shaped);
    }

    @Override
    default String groupDims() {
        return "[0, 2]";
    }

    @Override
    default String grouped() {
        return "t = x.reshape([x.size(0), x.size(1), -1])\n";
    }

    @Override
    default String tracked() {
        return training() && track_running_stats() ? ChannelNorm.tracked(share("(num_batches_tracked + 1)")) : "";
    }

    @Override
    default String moving() {
        return training() && track_running_stats()
                ? ChannelNorm.moving("num_batches_tracked.add_(1)\n", share("num_batches_tracked"))
                : "";
    }

    private String share(String batches) {
        return momentum().isPresent() ? "" + momentum().getAsDouble() : "1. / float(" + batches + ")";
    }

    @Override
    default Axis[] group(Axis[] axes) {
        return Axes.without(axes, channel(axes));
    }

    @Override
    default Optional<Node> share() {
        Node batches = Leaf.of("num_batches_tracked").plus(Constant.of(1));
        return !training() || !track_running_stats()
                ? Optional.empty()
                : Optional.of(
                        momentum().isPresent()
                                ? Constant.option("momentum", momentum().getAsDouble())
                                : Constant.of(1).over(batches));
    }
}
