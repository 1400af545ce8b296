package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Standardises each channel of each image; see {@link ChannelNorm}.
 * <pre>
 *   x (N, C, H, W) or (C, H, W)    weight, bias, running_mean, running_var (C)    y as x        m = H W elements of a group
 *   running_mean = (1 - momentum) running_mean + momentum (1/N) Σₙ mean        running_var likewise, with var m / (m - 1)
 * </pre>
 *
 * {@code num_batches_tracked} stays 0, as in PyTorch, and without a momentum the running statistics stay as they are.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html">torch.nn.InstanceNorm2d</a>
 */
public record InstanceNorm2d(
        int num_features,
        @Default("1e-5") double eps,
        @Default("0.1") OptionalDouble momentum,
        @Default("false") boolean affine,
        @Default("false") boolean track_running_stats,
        @Default("true") boolean training)
        implements ChannelNorm {
    public InstanceNorm2d {
        BatchNorm.check(num_features, eps);
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        if (x.rank() != 3 && x.rank() != 4 || x.dim(-3) != num_features) {
            throw new BadInput("InstanceNorm2d(" + num_features + ") takes (N, " + num_features + ", H, W) or ("
                    + num_features + ", H, W), and here comes " + x);
        }
        if (ownStatistics() && groups(x).size() < 2) {
            throw new BadInput("a single value in each channel, " + x + ", has no variance");
        }
        return x;
    }

    @Override
    public int channels() {
        return num_features;
    }

    @Override
    public MeanGroups groups(Shape x) {
        int area = x.dim(-1) * x.dim(-2);
        return new MeanGroups(x.size(0, x.rank() - 2), 1, area, 1, num_features);
    }

    @Override
    public boolean ownStatistics() {
        return training || !track_running_stats;
    }

    @Override
    public List<Parameter> buffers() {
        return track_running_stats
                ? List.of(
                        new Parameter("running_mean", Shape.of(num_features), Init.zeros()),
                        new Parameter("running_var", Shape.of(num_features), Init.ones()),
                        new Parameter("num_batches_tracked", Shape.scalar(), new Init.Count()))
                : List.of();
    }

    @Override
    public void track(Frame at, MeanGroups groups) {
        if (!training || !track_running_stats) {
            return;
        }
        double f = momentum.orElse(0);
        int n = groups.count() / num_features;
        move(at.param("running_mean"), at.kept("mean"), f, 1.0 / n);
        move(at.param("running_var"), at.kept("var"), f, groups.size() / (groups.size() - 1.0) / n);
    }

    /** {@code running = (1 - f) running + f scale Σₙ now}. */
    private void move(Array running, Array now, double f, double scale) {
        for (int c = 0; c < num_features; c++) {
            double sum = 0;
            for (int g = c; g < now.size(); g += num_features) {
                sum += now.get(g);
            }
            running.set(c, (1 - f) * running.get(c) + f * scale * sum);
        }
    }

    @Override
    public String torch() {
        // flat for the same reason as BatchNorm's maps
        return """
                e = torch.flatten(x.unsqueeze(0) if x.dim() == 3 else x, 2)
                y = torch.instance_norm(e, %s, %s, %s, %s, %s, False).view_as(x)""".formatted(
                        affine ? "weight, bias" : "None, None",
                        track_running_stats ? "running_mean, running_var" : "None, None",
                        ownStatistics() ? "True" : "False",
                        momentum.orElse(0),
                        eps);
    }

    @Override
    public String groupDims() {
        return "[2]";
    }

    @Override
    public String grouped() {
        return "t = x.reshape([1 if x.dim() == 3 else x.size(0), %d, -1])\n".formatted(num_features);
    }

    @Override
    public String tracked() {
        return training && track_running_stats ? ChannelNorm.tracked("" + momentum.orElse(0)) : "";
    }

    @Override
    public String moving() {
        return training && track_running_stats ? ChannelNorm.moving("", "" + momentum.orElse(0)) : "";
    }

    @Override
    public Axis[] group(Axis[] axes) {
        return Arrays.copyOfRange(axes, axes.length - 2, axes.length);
    }

    @Override
    public Optional<Node> share() {
        return training && track_running_stats
                ? Optional.of(Constant.option("momentum", momentum.orElse(0)))
                : Optional.empty();
    }

    @Override
    public boolean batched(Shape x) {
        return x.rank() == 4;
    }
}
