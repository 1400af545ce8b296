package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.Arrays;

/**
 * Standardises the channels of a sample together, in num_groups groups of neighbours; see {@link ChannelNorm}.
 * <pre>
 *   x (N, C, *)    weight, bias (C)    y (N, C, *)        m = (C / num_groups) |*| elements of a group
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html">torch.nn.GroupNorm</a>
 */
public record GroupNorm(
        int num_groups,
        int num_channels,
        @Default("1e-5") double eps,
        @Default("true") boolean affine) implements ChannelNorm {
    public GroupNorm {
        if (num_groups < 1 || num_channels < 1 || num_channels % num_groups != 0) {
            throw new BadInput(num_channels + " channels cannot be split into " + num_groups + " groups of one size");
        }
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        if (x.rank() < 2 || x.dim(1) != num_channels) {
            throw new BadInput("GroupNorm(" + num_groups + ", " + num_channels + ") takes (N, " + num_channels
                    + ", *), and here comes " + x);
        }
        if (x.size() == num_groups) {
            throw new BadInput("a single value in each group, " + x + ", has no variance; take fewer groups");
        }
        return x;
    }

    @Override
    public int channels() {
        return num_channels;
    }

    @Override
    public MeanGroups groups(Shape x) {
        int perGroup = num_channels / num_groups;
        return new MeanGroups(x.dim(0) * num_groups, 1, perGroup * x.size(2, x.rank()), perGroup, num_channels);
    }

    @Override
    public boolean ownStatistics() {
        return true;
    }

    @Override
    public void track(Frame at, MeanGroups groups) {}

    @Override
    public String torch() {
        return "y = torch.group_norm(x, %d, %s, %s, False)"
                .formatted(num_groups, affine ? "weight, bias" : "None, None", eps);
    }

    @Override
    public String groupDims() {
        return "[2, 3]";
    }

    @Override
    public String grouped() {
        return "t = x.reshape([x.size(0), %d, %d, -1])\n".formatted(num_groups, num_channels / num_groups);
    }

    @Override
    public String spread(String name) {
        return name + ".reshape([1, %d, %d, 1])".formatted(num_groups, num_channels / num_groups);
    }

    @Override
    public Axis[] axes(Shape x) {
        Axis[] axes = ChannelNorm.super.axes(x);
        Axis[] split = new Axis[axes.length + 1];
        split[0] = axes[0];
        split[1] = Axis.of("group", num_groups);
        split[2] = Axis.of("c", num_channels / num_groups);
        System.arraycopy(axes, 2, split, 3, axes.length - 2);
        return split;
    }

    @Override
    public Axis[] channel(Axis[] axes) {
        return Arrays.copyOfRange(axes, 1, 3);
    }

    @Override
    public Axis[] group(Axis[] axes) {
        return Arrays.copyOfRange(axes, 2, axes.length);
    }
}
