package dev.parity.diagnose;

import static dev.parity.diagnose.Numbers.sum;

import dev.parity.diagnose.Planted.Draw;
import dev.parity.diagnose.Planted.Fault;
import dev.parity.nn.layer.BatchNorm2d;
import dev.parity.nn.layer.Conv2d;
import dev.parity.nn.layer.Dropout;
import dev.parity.nn.layer.GELU;
import dev.parity.nn.layer.GRU;
import dev.parity.nn.layer.LSTM;
import dev.parity.nn.layer.LogSoftmax;
import dev.parity.nn.layer.MultiheadAttention;
import dev.parity.nn.layer.Padding;
import dev.parity.nn.layer.RMSNorm;
import dev.parity.nn.layer.RNN;
import dev.parity.nn.loss.BCELoss;
import dev.parity.nn.loss.BCEWithLogitsLoss;
import dev.parity.nn.loss.CrossEntropyLoss;
import dev.parity.nn.loss.HuberLoss;
import dev.parity.nn.loss.Reduction;
import dev.parity.nn.optim.Adagrad;
import dev.parity.nn.optim.RMSprop;
import dev.parity.nn.optim.SGD;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/** A second set of faults, in other operations, written when the search stood: what it makes of them is nearer to what it makes of yours. */
final class PlantedLater {
    private final List<Fault> all = new ArrayList<>();

    private PlantedLater() {
        norms();
        losses();
        layers();
        recurrent();
        attention();
        optimizers();
    }

    static List<Fault> all() {
        return new PlantedLater().all;
    }

    private void add(String name, Function<Draw, Scene> scene, String array, Function<Scene, Numbers> wrong) {
        all.add(new Fault(name, draw -> {
            Scene s = scene.apply(draw);
            return s.evidence(array, wrong.apply(s));
        }));
    }

    private void norms() {
        Function<Draw, Scene> rms = d -> new Scene("RMSNorm", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().a())
                .draw("weight", d.size().a())
                .draw("dy", d.size().n(), d.size().a())
                .layer(
                        new RMSNorm(List.of(d.size().a()), OptionalDouble.of(1e-3), true),
                        Shape.of(d.size().n(), d.size().a()));
        add(
                "rms multiplied by the root",
                rms,
                "y",
                s -> Numbers.of(
                        s.at("x").dims(),
                        i -> s.at("x").at(i) * root(s, i[0]) * s.at("weight").at(i[1])));
        add(
                "rms eps outside",
                rms,
                "y",
                s -> Numbers.of(
                        s.at("x").dims(),
                        i -> s.at("x").at(i)
                                / (Math.sqrt(root(s, i[0]) * root(s, i[0]) - 1e-3) + 1e-3)
                                * s.at("weight").at(i[1])));
        add("rms weight missing backwards", rms, "dx", s -> {
            Numbers x = s.at("x");
            Numbers g = s.at("dy");
            return Numbers.of(x.dims(), i -> {
                double r = root(s, i[0]);
                return (g.at(i) - x.at(i) / r * sum(x.dims()[1], k -> g.at(i[0], k) * x.at(i[0], k) / r) / x.dims()[1])
                        / r;
            });
        });
        Function<Draw, Scene> bn = d -> new Scene("BatchNorm2d", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().b(), 3, 5)
                .draw("weight", d.size().b())
                .draw("bias", d.size().b())
                .draw("running_mean", d.size().b())
                .draw("running_var", Math::abs, d.size().b())
                .draw("dy", d.size().n(), d.size().b(), 3, 5)
                .layer(
                        new BatchNorm2d(d.size().b(), 1e-5, OptionalDouble.of(0.1), true, true, true),
                        Shape.of(d.size().n(), d.size().b(), 3, 5));
        add(
                "bn2 unbiased",
                bn,
                "y",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    double[] m = moments(s, i[1]);
                    double n = m[2];
                    return (s.at("x").at(i) - m[0])
                                    / Math.sqrt(m[1] * n / (n - 1) + 1e-5)
                                    * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]);
                }));
        add(
                "bn2 dx with constants",
                bn,
                "dx",
                s -> Numbers.of(
                        s.at("x").dims(),
                        i -> s.at("dy").at(i) * s.at("weight").at(i[1]) / Math.sqrt(moments(s, i[1])[1] + 1e-5)));
        add("bn2 dgamma mean", bn, "weight", s -> s.right("weight")
                .map(v -> v / (15.0 * s.at("x").dims()[0])));
        add(
                "bn2 statistics for each sample",
                bn,
                "y",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    Numbers x = s.at("x");
                    double mu = sum(3, h -> sum(5, w -> x.at(i[0], i[1], h, w))) / 15;
                    double v = sum(3, h -> sum(5, w -> Math.pow(x.at(i[0], i[1], h, w) - mu, 2))) / 15;
                    return (x.at(i) - mu) / Math.sqrt(v + 1e-5) * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]);
                }));
        add(
                "bn2 unbiased and eps outside",
                bn,
                "y",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    double[] m = moments(s, i[1]);
                    double n = m[2];
                    return (s.at("x").at(i) - m[0])
                                    / (Math.sqrt(m[1] * n / (n - 1)) + 1e-5)
                                    * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]);
                }));
        add(
                "bn2 bias for weight",
                bn,
                "y",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    double[] m = moments(s, i[1]);
                    return (s.at("x").at(i) - m[0])
                                    / Math.sqrt(m[1] + 1e-5)
                                    * s.at("bias").at(i[1])
                            + s.at("weight").at(i[1]);
                }));
    }

    private static double root(Scene s, int row) {
        Numbers x = s.at("x");
        return Math.sqrt(sum(x.dims()[1], k -> x.at(row, k) * x.at(row, k)) / x.dims()[1] + 1e-3);
    }

    /** Mean, variance and number of a channel. */
    private static double[] moments(Scene s, int c) {
        Numbers x = s.at("x");
        int n = x.dims()[0];
        double mu = sum(n, r -> sum(3, h -> sum(5, w -> x.at(r, c, h, w)))) / (15.0 * n);
        double v = sum(n, r -> sum(3, h -> sum(5, w -> Math.pow(x.at(r, c, h, w) - mu, 2)))) / (15.0 * n);
        return new double[] {mu, v, 15.0 * n};
    }

    private void losses() {
        Function<Draw, Scene> bce = d -> new Scene("BCELoss", d.dtype(), d.seed())
                .draw(
                        "x",
                        v -> (float) (1 / (1 + Math.exp(-v))),
                        d.size().n(),
                        d.size().a())
                .draw("target", v -> v > 0 ? 1 : 0, d.size().n(), d.size().a())
                .loss(new BCELoss(Reduction.mean));
        add("bce with the sigmoid's slope", bce, "dx", s -> s.at("x")
                .with(s.at("target"), (x, t) -> (x - t) / s.at("x").a().length));
        add("bce for the positives only", bce, "value", s -> {
            double all = 0;
            for (int i = 0; i < s.at("x").a().length; i++) {
                all -= s.at("target").a()[i] * Math.log(s.at("x").a()[i]);
            }
            double loss = all / s.at("x").a().length;
            return new Numbers(new double[] {loss});
        });
        Function<Draw, Scene> logits = d -> new Scene("BCEWithLogitsLoss", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().a())
                .draw("target", v -> v > 0 ? 1 : 0, d.size().n(), d.size().a())
                .draw("pos_weight", v -> Math.abs((float) v), d.size().a())
                .loss(new BCEWithLogitsLoss(Reduction.mean));
        add(
                "pos_weight on everything",
                logits,
                "dx",
                s -> Numbers.of(
                        s.at("x").dims(),
                        i -> s.at("pos_weight").at(i[1])
                                * (1 / (1 + Math.exp(-s.at("x").at(i)))
                                        - s.at("target").at(i))
                                / s.at("x").a().length));
        add(
                "pos_weight forgotten",
                logits,
                "dx",
                s -> Numbers.of(
                        s.at("x").dims(),
                        i -> (1 / (1 + Math.exp(-s.at("x").at(i)))
                                        - s.at("target").at(i))
                                / s.at("x").a().length));
        Function<Draw, Scene> weighted = d -> new Scene("CrossEntropyLoss", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().a())
                .draw("weight", v -> Math.abs((float) v) + 0.25, d.size().a())
                .whole("target", r -> r.nextInt(d.size().a()), d.size().n())
                .loss(new CrossEntropyLoss(Reduction.mean, -100, 0));
        add("class weights over N", weighted, "dx", s -> {
            double sum = sum(s.at("x").dims()[0], n -> s.at("weight")
                    .at((int) s.at("target").at(n)));
            return s.right("dx").map(v -> v * sum / s.at("x").dims()[0]);
        });
        add(
                "class weights left out",
                weighted,
                "dx",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    Numbers x = s.at("x");
                    double p = Math.exp(x.at(i)) / sum(x.dims()[1], k -> Math.exp(x.at(i[0], k)));
                    return (p - (s.at("target").at(i[0]) == i[1] ? 1 : 0)) / x.dims()[0];
                }));
        Function<Draw, Scene> smooth = d -> new Scene("CrossEntropyLoss", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().a())
                .whole("target", r -> r.nextInt(d.size().a()), d.size().n())
                .loss(new CrossEntropyLoss(Reduction.mean, -100, 0.1));
        add(
                "smoothing over C - 1",
                smooth,
                "dx",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    Numbers x = s.at("x");
                    int c = x.dims()[1];
                    double p = Math.exp(x.at(i)) / sum(c, k -> Math.exp(x.at(i[0], k)));
                    return (p - (s.at("target").at(i[0]) == i[1] ? 0.9 : 0.1 / (c - 1))) / x.dims()[0];
                }));
        Function<Draw, Scene> huber = d -> new Scene("HuberLoss", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().a())
                .draw("target", d.size().n(), d.size().a())
                .loss(new HuberLoss(Reduction.mean, 0.7));
        add("huber never linear", huber, "dx", s -> s.at("x")
                .with(s.at("target"), (x, t) -> (x - t) / s.at("x").a().length));
        add("huber without delta", huber, "dx", s -> s.at("x")
                .with(
                        s.at("target"),
                        (x, t) -> (Math.abs(x - t) <= 0.7 ? x - t : Math.signum(x - t))
                                / s.at("x").a().length));
    }

    private void layers() {
        Function<Draw, Scene> drop = d -> new Scene("Dropout", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().a())
                .draw("dy", d.size().n(), d.size().a())
                .draw("mask", v -> v > -0.5 ? 1 : 0, d.size().n(), d.size().a())
                .layer(new Dropout(0.3, true), Shape.of(d.size().n(), d.size().a()));
        add("dropout over p", drop, "y", s -> s.at("x").with(s.at("mask"), (x, m) -> x * m / 0.3));
        add("dropout undivided", drop, "dx", s -> s.at("dy").with(s.at("mask"), (x, m) -> x * m));
        add("dropout without mask", drop, "dx", s -> s.at("dy").map(g -> g / 0.7));
        add("dropout twice", drop, "y", s -> s.at("x").with(s.at("mask"), (x, m) -> x * m / 0.49));
        Function<Draw, Scene> gelu = d -> new Scene("GELU", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().a())
                .draw("dy", d.size().n(), d.size().a())
                .layer(
                        new GELU(GELU.Approximate.tanh),
                        Shape.of(d.size().n(), d.size().a()));
        add("gelu with 1.702", gelu, "y", s -> s.at("x").map(x -> x / (1 + Math.exp(-1.702 * x))));
        add("gelu slope without the second term", gelu, "dx", s -> s.at("dy")
                .with(
                        s.at("x"),
                        (g, x) -> g * 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))));
        Function<Draw, Scene> log = d -> new Scene("LogSoftmax", d.dtype(), d.seed())
                .draw("x", d.size().n(), d.size().a())
                .draw("dy", d.size().n(), d.size().a())
                .layer(new LogSoftmax(1), Shape.of(d.size().n(), d.size().a()));
        add("log softmax back as softmax", log, "dx", s -> {
            Numbers y = s.at("y").map(Math::exp);
            Numbers g = s.at("dy");
            return Numbers.of(
                    y.dims(), i -> y.at(i) * (g.at(i) - sum(y.dims()[1], k -> g.at(i[0], k) * y.at(i[0], k))));
        });
        add("log softmax back without exp", log, "dx", s -> {
            Numbers y = s.at("y");
            Numbers g = s.at("dy");
            return Numbers.of(y.dims(), i -> g.at(i) - y.at(i) * sum(y.dims()[1], k -> g.at(i[0], k)));
        });
        Function<Draw, Scene> strided = d -> new Scene("Conv2d", d.dtype(), d.seed())
                .draw("x", d.size().n(), 2, 7, 6)
                .draw("weight", d.size().b(), 2, 3, 2)
                .draw("bias", d.size().b())
                .draw("dy", d.size().n(), d.size().b(), 3, 3)
                .layer(
                        new Conv2d(
                                2,
                                d.size().b(),
                                List.of(3, 2),
                                List.of(2),
                                Padding.of(List.of(0)),
                                List.of(1),
                                1,
                                true,
                                "zeros"),
                        Shape.of(d.size().n(), 2, 7, 6));
        add(
                "conv stride left out backwards",
                strided,
                "weight",
                s -> Numbers.of(
                        s.at("weight").dims(),
                        i -> sum(
                                s.at("x").dims()[0],
                                n -> sum(
                                        3,
                                        p -> sum(
                                                3,
                                                q -> s.at("dy").at(n, i[0], p, q)
                                                        * s.at("x").at(n, i[1], p + i[2], q + i[3]))))));
        add("conv patches overwritten", strided, "dx", s -> {
            Numbers x = s.at("x");
            Numbers w = s.at("weight");
            Numbers g = s.at("dy");
            Numbers dx = Numbers.of(x.dims(), i -> 0);
            for (int n = 0; n < x.dims()[0]; n++) {
                for (int p = 0; p < 3; p++) {
                    for (int q = 0; q < 3; q++) {
                        for (int c = 0; c < 2; c++) {
                            for (int k = 0; k < 6; k++) {
                                int row = n;
                                int pp = p;
                                int qq = q;
                                int cc = c;
                                int a = k / 2;
                                int b = k % 2;
                                dx.a()[((n * 2 + c) * 7 + 2 * p + a) * 6 + 2 * q + b] =
                                        sum(w.dims()[0], o -> w.at(o, cc, a, b) * g.at(row, o, pp, qq));
                            }
                        }
                    }
                }
            }
            return dx;
        });
    }

    private static final int T = 3;

    private static Scene recurrent(String type, int gates, Draw d, dev.parity.nn.layer.Layer layer) {
        int h = d.size().b();
        return new Scene(type, d.dtype(), d.seed())
                .draw("x", T, d.size().n(), d.size().a())
                .draw("weight_ih_l0", gates * h, d.size().a())
                .draw("weight_hh_l0", gates * h, h)
                .draw("bias_ih_l0", gates * h)
                .draw("bias_hh_l0", gates * h)
                .draw("dy", T, d.size().n(), h)
                .layer(layer, Shape.of(T, d.size().n(), d.size().a()));
    }

    /** An LSTM's outputs, its gates in an order, with or without what belongs to it. */
    private static Numbers lstm(Scene s, int[] order, boolean secondBias, boolean carried) {
        Numbers x = s.at("x");
        int n = x.dims()[1];
        int h = s.at("weight_hh_l0").dims()[1];
        double[][] state = new double[n][h];
        double[][] cell = new double[n][h];
        Numbers y = Numbers.of(new int[] {T, n, h}, i -> 0);
        for (int t = 0; t < T; t++) {
            double[][] next = new double[n][h];
            for (int r = 0; r < n; r++) {
                for (int u = 0; u < h; u++) {
                    double[] g = new double[4];
                    for (int k = 0; k < 4; k++) {
                        int row = order[k] * h + u;
                        int tt = t;
                        int rr = r;
                        g[k] = sum(
                                        x.dims()[2],
                                        j -> x.at(tt, rr, j)
                                                * s.at("weight_ih_l0").at(row, j))
                                + sum(
                                        h,
                                        j -> state[rr][j] * s.at("weight_hh_l0").at(row, j))
                                + s.at("bias_ih_l0").at(row)
                                + (secondBias ? s.at("bias_hh_l0").at(row) : 0);
                    }
                    cell[r][u] = sigmoid(g[1]) * cell[r][u] + sigmoid(g[0]) * Math.tanh(g[2]);
                    next[r][u] = sigmoid(g[3]) * Math.tanh(cell[r][u]);
                    y.a()[(t * n + r) * h + u] = next[r][u];
                }
            }
            for (int r = 0; r < n && carried; r++) {
                state[r] = next[r];
            }
        }
        return y;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private void recurrent() {
        Function<Draw, Scene> lstm =
                d -> recurrent("LSTM", 4, d, new LSTM(d.size().a(), d.size().b(), 1, true, false, 0, false, 0));
        add("lstm gates i g f o", lstm, "y", s -> lstm(s, new int[] {0, 2, 1, 3}, true, true));
        add("lstm second bias missing", lstm, "y", s -> lstm(s, new int[] {0, 1, 2, 3}, false, true));
        add("lstm state not carried", lstm, "y", s -> lstm(s, new int[] {0, 1, 2, 3}, true, false));
        add("lstm bias gradient mean", lstm, "bias_ih_l0", s -> s.right("bias_ih_l0")
                .map(v -> v / s.at("x").dims()[1]));
        add("lstm bias gradient of zeros", lstm, "bias_hh_l0", s -> s.right("bias_hh_l0")
                .map(v -> 0));
        Function<Draw, Scene> rnn = d -> recurrent(
                "RNN", 1, d, new RNN(d.size().a(), d.size().b(), 1, RNN.Nonlinearity.tanh, true, false, 0, false));
        add("rnn one bias only", rnn, "y", s -> rnn(s, true));
        add("rnn state not carried", rnn, "y", s -> rnn(s, false));
        Function<Draw, Scene> gru =
                d -> recurrent("GRU", 3, d, new GRU(d.size().a(), d.size().b(), 1, true, false, 0, false));
        add("gru bias gradient copied", gru, "bias_hh_l0", s -> s.right("bias_ih_l0"));
    }

    private static Numbers rnn(Scene s, boolean carried) {
        Numbers x = s.at("x");
        int n = x.dims()[1];
        int h = s.at("weight_hh_l0").dims()[1];
        double[][] state = new double[n][h];
        Numbers y = Numbers.of(new int[] {T, n, h}, i -> 0);
        for (int t = 0; t < T; t++) {
            double[][] next = new double[n][h];
            for (int r = 0; r < n; r++) {
                for (int u = 0; u < h; u++) {
                    int tt = t;
                    int rr = r;
                    int uu = u;
                    next[r][u] = Math.tanh(sum(
                                    x.dims()[2],
                                    j -> x.at(tt, rr, j) * s.at("weight_ih_l0").at(uu, j))
                            + sum(h, j -> state[rr][j] * s.at("weight_hh_l0").at(uu, j))
                            + s.at("bias_ih_l0").at(u)
                            + (carried ? 0 : s.at("bias_hh_l0").at(u)));
                    y.a()[(t * n + r) * h + u] = next[r][u];
                }
            }
            for (int r = 0; r < n && carried; r++) {
                state[r] = next[r];
            }
        }
        return y;
    }

    private void attention() {
        Function<Draw, Scene> at = d -> {
            int e = 3 * d.size().b();
            return new Scene("MultiheadAttention", d.dtype(), d.seed())
                    .draw("x", d.size().n(), d.size().a(), e)
                    .draw("in_proj_weight", v -> (float) v / 4, 3 * e, e)
                    .draw("in_proj_bias", 3 * e)
                    .draw("out_proj.weight", v -> (float) v / 4, e, e)
                    .draw("out_proj.bias", e)
                    .draw("dy", d.size().n(), d.size().a(), e)
                    .layer(
                            new MultiheadAttention(
                                    e,
                                    3,
                                    0,
                                    true,
                                    OptionalInt.empty(),
                                    OptionalInt.empty(),
                                    true,
                                    false,
                                    Optional.empty(),
                                    Optional.empty()),
                            Shape.of(d.size().n(), d.size().a(), e));
        };
        add("attention unscaled", at, "y", s -> attention(s, 1, false, false));
        add(
                "attention over d, not its root",
                at,
                "y",
                s -> attention(s, s.at("x").dims()[2] / 3.0, false, false));
        add(
                "attention softmax over the queries",
                at,
                "y",
                s -> attention(s, Math.sqrt(s.at("x").dims()[2] / 3.0), true, false));
        add(
                "attention with k for v",
                at,
                "y",
                s -> attention(s, Math.sqrt(s.at("x").dims()[2] / 3.0), false, true));
        add("attention bias gradient mean", at, "out_proj.bias", s -> s.right("out_proj.bias")
                .map(v -> v / s.at("x").dims()[0]));
    }

    private static Numbers attention(Scene s, double scale, boolean queries, boolean keys) {
        Numbers x = s.at("x");
        int n = x.dims()[0];
        int t = x.dims()[1];
        int e = x.dims()[2];
        int w = e / 3;
        Numbers in = s.at("in_proj_weight");
        Numbers[] qkv = new Numbers[3];
        for (int k = 0; k < 3; k++) {
            int first = (keys && k == 2 ? 1 : k) * e;
            qkv[k] = Numbers.of(
                    x.dims(),
                    i -> sum(e, j -> x.at(i[0], i[1], j) * in.at(first + i[2], j))
                            + s.at("in_proj_bias").at(first + i[2]));
        }
        Numbers score = Numbers.of(
                new int[] {n, 3, t, t},
                i -> Math.exp(sum(w, d -> qkv[0].at(i[0], i[2], i[1] * w + d) * qkv[1].at(i[0], i[3], i[1] * w + d))
                        / scale));
        Numbers weight = Numbers.of(
                score.dims(),
                i -> score.at(i)
                        / sum(t, k -> queries ? score.at(i[0], i[1], k, i[3]) : score.at(i[0], i[1], i[2], k)));
        Numbers context =
                Numbers.of(x.dims(), i -> sum(t, k -> weight.at(i[0], i[2] / w, i[1], k) * qkv[2].at(i[0], k, i[2])));
        return Numbers.of(
                x.dims(),
                i -> sum(
                                e,
                                j -> context.at(i[0], i[1], j)
                                        * s.at("out_proj.weight").at(i[2], j))
                        + s.at("out_proj.bias").at(i[2]));
    }

    private void optimizers() {
        Function<Draw, Scene> adagrad = d -> new Scene("Adagrad", d.dtype(), d.seed())
                .draw("weight", d.size().a(), d.size().b())
                .draw("gradient", d.size().a(), d.size().b())
                .draw("sum", Math::abs, d.size().a(), d.size().b())
                .optimizer(new Adagrad(0.03, 0, 0, 0, 1e-3, false), 3);
        add("adagrad without the root", adagrad, "move", s -> s.at("sum")
                .with(s.at("gradient"), (a, g) -> -0.03 * g / (a + g * g + 1e-3)));
        add("adagrad forgets", adagrad, "sum", s -> s.at("gradient").map(g -> g * g));
        add("adagrad of the old sum", adagrad, "move", s -> s.at("sum")
                .with(s.at("gradient"), (a, g) -> -0.03 * g / (Math.sqrt(a) + 1e-3)));
        add("adagrad adds g", adagrad, "sum", s -> s.at("sum").with(s.at("gradient"), Double::sum));
        Function<Draw, Scene> rms = d -> new Scene("RMSprop", d.dtype(), d.seed())
                .draw("weight", d.size().a(), d.size().b())
                .draw("gradient", d.size().a(), d.size().b())
                .draw("square_avg", Math::abs, d.size().a(), d.size().b())
                .draw("momentum_buffer", d.size().a(), d.size().b())
                .optimizer(new RMSprop(0.03, 0.9, 1e-3, 0, 0.8, false, false), 3);
        add("rmsprop eps within the root", rms, "momentum_buffer", s -> buffer(s, v -> Math.sqrt(v + 1e-3), 1));
        add("rmsprop rate within the momentum", rms, "momentum_buffer", s -> buffer(s, v -> Math.sqrt(v) + 1e-3, 0.03));
        add("rmsprop shares exchanged", rms, "square_avg", s -> s.at("square_avg")
                .with(s.at("gradient"), (v, g) -> 0.1 * v + 0.9 * g * g));
        Function<Draw, Scene> nesterov = d -> new Scene("SGD", d.dtype(), d.seed())
                .draw("weight", d.size().a(), d.size().b())
                .draw("gradient", d.size().a(), d.size().b())
                .draw("momentum_buffer", d.size().a(), d.size().b())
                .optimizer(new SGD(0.05, 0.9, 0, 0, true, false), 3);
        add("nesterov twice", nesterov, "move", s -> s.at("momentum_buffer")
                .with(s.at("gradient"), (b, g) -> -0.05 * (g + 2 * 0.9 * (0.9 * b + g))));
        add("nesterov of the old buffer", nesterov, "move", s -> s.at("momentum_buffer")
                .with(s.at("gradient"), (b, g) -> -0.05 * (g + 0.9 * b)));
    }

    private static Numbers buffer(Scene s, java.util.function.DoubleUnaryOperator root, double rate) {
        Numbers v = s.at("square_avg").with(s.at("gradient"), (a, g) -> 0.9 * a + (1 - 0.9) * g * g);
        Numbers step = s.at("gradient").with(v, (g, a) -> rate * g / root.applyAsDouble(a));
        return s.at("momentum_buffer").with(step, (b, g) -> 0.8 * b + g);
    }
}
