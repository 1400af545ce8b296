package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.nn.Sums;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Standardises groups of elements, and gives each channel a scale and a shift.
 * <pre>
 *   x̂ = (x - mean) r,  r = 1/√(var + eps),  y = weight x̂ + bias        mean and var = Σ (x - mean)² / m of the m elements of x's group
 *   dbias = Σ dy    dweight = Σ dy x̂        of a channel
 *   g = weight dy   dx = r (g - Σg/m - x̂ Σ(g x̂)/m)        sums over the group; where mean and var are given, dx = r g
 * </pre>
 *
 * The kinds differ in what a group is: a channel of the whole batch, a channel of one sample, some channels of one sample.
 */
public sealed interface ChannelNorm extends Layer permits BatchNorm, GroupNorm, InstanceNorm2d {
    double eps();

    /** Whether channels have a weight and a bias. */
    boolean affine();

    int channels();

    /** The groups of an input. */
    MeanGroups groups(Shape x);

    /** Whether mean and variance are the group's own, and not those in {@code running_mean} and {@code running_var}. */
    boolean ownStatistics();

    /** Moves the running statistics, where there are any, by those in {@code mean} and {@code var} of the frame. */
    void track(Frame at, MeanGroups groups);

    @Override
    default List<Parameter> parameters() {
        return affine()
                ? List.of(
                        new Parameter("weight", Shape.of(channels()), Init.ones()),
                        new Parameter("bias", Shape.of(channels()), Init.zeros()))
                : List.of();
    }

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        MeanGroups groups = groups(x.shape());
        Array mean = at.keepDoubles("mean", Shape.of(groups.count()));
        Array var = at.keepDoubles("var", Shape.of(groups.count()));
        int m = groups.size();
        Rows.each(groups.count(), m, (from, to) -> {
            double[] v = new double[m];
            for (int g = from; g < to; g++) {
                groups.read(x, g, v);
                if (ownStatistics()) {
                    double mu = Sums.sum(v, 0, m) / m;
                    mean.set(g, mu);
                    var.set(g, Sums.squares(v, mu, 0, m) / m);
                } else {
                    mean.set(g, at.param("running_mean").get(groups.channel(g, 0)));
                    var.set(g, at.param("running_var").get(groups.channel(g, 0)));
                }
                double mu = mean.get(g);
                double r = 1 / Math.sqrt(var.get(g) + eps());
                for (int k = 0; k < groups.perGroup(); k++) {
                    double scale = affine() ? r * at.param("weight").get(groups.channel(g, k)) : r;
                    double shift = affine() ? at.param("bias").get(groups.channel(g, k)) : 0;
                    for (int i = k * groups.area(), end = i + groups.area(); i < end; i++) {
                        v[i] = (v[i] - mu) * scale + shift;
                    }
                }
                groups.write(v, g, y);
            }
        });
        track(at, groups);
    }

    @Override
    default void backward(Frame at) {
        Array x = at.x();
        Array dy = at.dy();
        Array dx = at.dx();
        MeanGroups groups = groups(x.shape());
        int m = groups.size();
        int per = groups.perGroup();
        Array dweight = at.keepDoubles("group dweight", Shape.of(groups.count(), per));
        Array dbias = at.keepDoubles("group dbias", Shape.of(groups.count(), per));
        Rows.each(groups.count(), m, (from, to) -> {
            double[] v = new double[m];
            double[] d = new double[m];
            for (int g = from; g < to; g++) {
                groups.read(x, g, v);
                groups.read(dy, g, d);
                double mu = at.kept("mean").get(g);
                double r = 1 / Math.sqrt(at.kept("var").get(g) + eps());
                for (int i = 0; i < m; i++) {
                    v[i] = (v[i] - mu) * r;
                }
                double sum = 0;
                double dot = 0;
                for (int k = 0; k < per; k++) {
                    int start = k * groups.area();
                    int end = start + groups.area();
                    double w = affine() ? at.param("weight").get(groups.channel(g, k)) : 1;
                    double shift = Sums.sum(d, start, end);
                    double scale = Sums.products(d, v, start, end);
                    dbias.set(g * per + k, shift);
                    dweight.set(g * per + k, scale);
                    sum += w * shift;
                    dot += w * scale;
                }
                double a = ownStatistics() ? sum / m : 0;
                double b = ownStatistics() ? dot / m : 0;
                for (int k = 0; k < per; k++) {
                    double w = affine() ? at.param("weight").get(groups.channel(g, k)) : 1;
                    for (int i = k * groups.area(), end = i + groups.area(); i < end; i++) {
                        v[i] = r * (w * d[i] - a - v[i] * b);
                    }
                }
                groups.write(v, g, dx);
            }
        });
        if (affine()) {
            groups.sum(dweight, at.dparam("weight"));
            groups.sum(dbias, at.dparam("bias"));
        }
    }

    /** How a group lies in the array that {@link #grouped} makes of x: TorchScript of the dimensions of a group. */
    String groupDims();

    /** The shape in which a group and a channel are whole dimensions: (N, C, area) or (N, groups, elements of a group). */
    String grouped();

    /** See {@link Standardised}. */
    @Override
    default Rounding rounding() {
        String opening = grouped()
                + """
                g = dy.reshape(t.size())
                w = %1$s
                b = %2$s
                group, channel, inner = %3$s, [0, -1], %5$s
                eps = %4$s
                """.formatted(
                                affine() ? spread("weight") : "torch.ones([1, 1, 1], dtype=7)",
                                affine() ? spread("bias") : "torch.zeros([1, 1, 1], dtype=7)",
                                groupDims(),
                                eps(),
                                groupDims().equals("[0, 2]") ? "[0, 2]" : "[-1]");
        return Standardised.rule(
                opening,
                ownStatistics() ? "torch.mean(t, group, True)" : "running_mean.reshape([1, -1, 1])",
                ownStatistics() ? "torch.mean(torch.square(t - mu), group, True)" : "running_var.reshape([1, -1, 1])",
                ownStatistics(),
                true,
                affine(),
                affine(),
                tracked());
    }

    /** A channel's number beside each of its elements, in the layout of {@link #grouped}. */
    default String spread(String name) {
        return name + ".reshape([1, -1, 1])";
    }

    /** The rule for running statistics, where they move. */
    default String tracked() {
        return "";
    }

    /**
     * With f the share of the new:
     * <pre>
     *   running_mean   s² = f² s²μ + 2c (((1 - f) old)² + (f μ)²)
     *   running_var    s² = f² (c v² (n/2 + 8) + s⁴μ) + 2c (((1 - f) old)² + (f v)²)      v with n - 1 below
     * </pre>
     */
    static String tracked(String f) {
        return """
                f = %s
                near = torch.mean(smu, [0], False).reshape(-1)
                now = torch.mean(mu, [0], False).reshape(-1)
                s_running_mean = torch.sqrt(f * f * near + 2. * c2 * (torch.square((1. - f) * running_mean) + f * f * now * now))
                now = torch.mean(v, [0], False).reshape(-1) * (n / (n - 1.))
                near = torch.mean(smu * smu, [0], False).reshape(-1)
                s_running_var = torch.sqrt(f * f * (c2 * now * now * (n / 2. + 8.) + near) + 2. * c2 * (torch.square((1. - f) * running_var) + f * f * now * now))
                """.formatted(f);
    }

    /** The variance in one pass, E[x²] - mean², and y folded into x a + b. */
    @Override
    default List<String> alternatives() {
        if (!ownStatistics()) {
            return List.of(grouped()
                    + """
                    a = torch.rsqrt(running_var.reshape([1, -1, 1]) + %s)%s
                    y = (t * a + (%s - running_mean.reshape([1, -1, 1]) * a)).view_as(x)
                    """.formatted(eps(), affine() ? " * " + spread("weight") : "", affine() ? spread("bias") : "0."));
        }
        String mean = "mu = torch.mean(t, %s, True)\n".formatted(groupDims());
        String onePass = "v = torch.mean(t * t, %s, True) - mu * mu\n".formatted(groupDims());
        String twoPass = "v = torch.mean(torch.square(t - mu), %s, True)\n".formatted(groupDims());
        String r = "r = 1. / torch.sqrt(v + %s)\n".formatted(eps());
        String scale = affine() ? " * " + spread("weight") : "";
        String shift = affine() ? spread("bias") : "0.";
        String plain = "y = ((t - mu) * r" + scale + " + " + shift + ").reshape(x.size())\n";
        String folded = "a = r" + scale + "\ny = (t * a + (" + shift + " - mu * a)).reshape(x.size())\n";
        String start = grouped() + mean;
        return List.of(
                start + onePass + r + plain + moving(),
                start + twoPass + r + folded + moving(),
                start + onePass + r + folded + moving());
    }

    /** How other formulas move the running statistics, where they move. */
    default String moving() {
        return "";
    }

    static String moving(String count, String f) {
        return count + """
                f = %s
                n = float(t.numel()) / float(mu.numel())
                running_mean.mul_(1. - f).add_(torch.mean(mu.detach(), [0], False).reshape(-1) * f)
                running_var.mul_(1. - f).add_(torch.mean(v.detach(), [0], False).reshape(-1) * (f * n / (n - 1.)))
                """.formatted(f);
    }

    /** Whether the first dimension of an input is its samples. */
    default boolean batched(Shape x) {
        return true;
    }

    /** The axes of an input, the channels perhaps as groups and the channels of a group. */
    default Axis[] axes(Shape x) {
        Axis[] axes = new Axis[x.rank()];
        List<String> names = batched(x) ? List.of("n", "c", "h", "w") : List.of("c", "h", "w");
        for (int d = 0; d < axes.length; d++) {
            axes[d] = Axis.of(d < names.size() ? names.get(d) : "x" + d, x.dim(d));
        }
        return axes;
    }

    /** Those of them that are a channel. */
    default Axis[] channel(Axis[] axes) {
        return Arrays.stream(axes).filter(a -> a.name().equals("c")).toArray(Axis[]::new);
    }

    /** Those over which mean and variance run. */
    Axis[] group(Axis[] axes);

    @Override
    default List<Formula> formulas(DType network, Shape... inputs) {
        Axis[] axes = axes(inputs[0]);
        Axis[] channel = channel(axes);
        StandardisedFormulas norm = new StandardisedFormulas(
                axes,
                group(axes),
                Axes.without(axes, channel),
                true,
                ownStatistics(),
                Constant.option("eps", eps()),
                affine() ? List.of(Leaf.of("weight", channel)) : List.of(),
                affine() ? List.of(Leaf.of("bias", channel)) : List.of(),
                channel);
        List<Formula> all = new ArrayList<>(StandardisedFormulas.of(norm));
        share().ifPresent(f -> all.addAll(norm.tracked(f)));
        return all;
    }

    /** The share of the new in the running statistics, where they move. */
    default Optional<Node> share() {
        return Optional.empty();
    }
}
