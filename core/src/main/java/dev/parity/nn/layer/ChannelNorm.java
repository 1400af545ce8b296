package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rows;
import dev.parity.nn.Sums;
import dev.parity.tensor.Shape;
import java.util.List;

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
    Groups groups(Shape x);

    /** Whether mean and variance are the group's own, and not those in {@code running_mean} and {@code running_var}. */
    boolean ownStatistics();

    /** Moves the running statistics, where there are any, by those in {@code mean} and {@code var} of the frame. */
    void track(Frame at, Groups groups);

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
        Groups groups = groups(x.shape());
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
        Groups groups = groups(x.shape());
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
}
