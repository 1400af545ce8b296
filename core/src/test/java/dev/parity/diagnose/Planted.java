package dev.parity.diagnose;

import static dev.parity.diagnose.Numbers.sum;

import dev.parity.nn.layer.AvgPool2d;
import dev.parity.nn.layer.BatchNorm1d;
import dev.parity.nn.layer.Conv2d;
import dev.parity.nn.layer.Embedding;
import dev.parity.nn.layer.LayerNorm;
import dev.parity.nn.layer.LeakyReLU;
import dev.parity.nn.layer.Linear;
import dev.parity.nn.layer.MaxPool2d;
import dev.parity.nn.layer.Padding;
import dev.parity.nn.layer.ReLU;
import dev.parity.nn.layer.Sigmoid;
import dev.parity.nn.layer.Softmax;
import dev.parity.nn.layer.Tanh;
import dev.parity.nn.loss.CrossEntropyLoss;
import dev.parity.nn.loss.MSELoss;
import dev.parity.nn.loss.Reduction;
import dev.parity.nn.optim.Adam;
import dev.parity.nn.optim.AdamW;
import dev.parity.nn.optim.SGD;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Faults as plain wrong arrays, written as somebody's loops and not as changes of formulas. */
final class Planted {
    /** Sizes: of the batch, and two of the operation. */
    record Size(int n, int a, int b) {}

    /** A fault: evidence of it in operands of any size. */
    record Fault(String name, Function<Draw, Evidence> evidence) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Draw(DType dtype, Size size, long seed) {}

    private final List<Fault> all = new ArrayList<>();

    private Planted() {
        linear();
        activations();
        softmax();
        losses();
        norms();
        embedding();
        images();
        optimizers();
    }

    static List<Fault> all() {
        return new Planted().all;
    }

    private void add(String name, Function<Draw, Scene> scene, String array, Function<Scene, Numbers> wrong) {
        all.add(new Fault(name, draw -> {
            Scene s = scene.apply(draw);
            return s.evidence(array, wrong.apply(s));
        }));
    }

    private static Scene linear(Draw d) {
        int n = d.size.n;
        int in = d.size.a;
        int out = d.size.b;
        Scene s = new Scene("Linear", d.dtype, d.seed)
                .draw("x", n, in)
                .draw("weight", out, in)
                .draw("bias", out)
                .draw("dy", n, out);
        s.put(
                        "weight after the update",
                        s.at("weight").with(Numbers.random(s.random, d.dtype, out, in), (w, g) -> w - 0.1 * g))
                .draw("last gradient", out, in)
                .draw("last dy", n, out)
                .draw("x before the activation", n, in);
        s.options.put("lr", 0.1);
        s.options.put("weight_decay", 0.01);
        return s.layer(new Linear(in, out, true), Shape.of(n, in));
    }

    private void linear() {
        Function<Draw, Scene> at = Planted::linear;
        add("dW times N", at, "weight", s -> s.right("weight")
                .map(v -> v * s.at("x").dims()[0]));
        add("dW over N", at, "weight", s -> s.right("weight")
                .map(v -> v / s.at("x").dims()[0]));
        add("dW sign", at, "weight", s -> s.right("weight").map(v -> -v));
        add("dW twice", at, "weight", s -> s.right("weight").map(v -> 2 * v));
        add("dW last sample", at, "weight", s -> {
            Numbers x = s.at("x");
            Numbers dy = s.at("dy");
            int last = x.dims()[0] - 1;
            return Numbers.of(s.at("weight").dims(), i -> dy.at(last, i[0]) * x.at(last, i[1]));
        });
        add("dW without the first sample", at, "weight", s -> {
            Numbers x = s.at("x");
            Numbers dy = s.at("dy");
            return Numbers.of(
                    s.at("weight").dims(), i -> sum(x.dims()[0] - 1, n -> dy.at(n + 1, i[0]) * x.at(n + 1, i[1])));
        });
        add("dW without x", at, "weight", s -> {
            Numbers dy = s.at("dy");
            return Numbers.of(s.at("weight").dims(), i -> sum(dy.dims()[0], n -> dy.at(n, i[0])));
        });
        add("dW and last gradient", at, "weight", s -> s.right("weight").with(s.at("last gradient"), Double::sum));
        add("dW and half the last gradient", at, "weight", s -> s.right("weight")
                .with(s.at("last gradient"), (a, b) -> a + b / 2));
        add("dW and decay", at, "weight", s -> s.right("weight").with(s.at("weight"), (g, w) -> g + 0.01 * w));
        add("dW with x before the activation", at, "weight", s -> {
            Numbers x = s.at("x before the activation");
            Numbers dy = s.at("dy");
            return Numbers.of(s.at("weight").dims(), i -> sum(x.dims()[0], n -> dy.at(n, i[0]) * x.at(n, i[1])));
        });
        add("dW with the last dy", at, "weight", s -> {
            Numbers x = s.at("x");
            Numbers dy = s.at("last dy");
            return Numbers.of(s.at("weight").dims(), i -> sum(x.dims()[0], n -> dy.at(n, i[0]) * x.at(n, i[1])));
        });
        add("dW stored as (in, out)", at, "weight", s -> {
            Numbers w = s.right("weight");
            double[] a = new double[w.a().length];
            int k = 0;
            for (int i = 0; i < w.dims()[1]; i++) {
                for (int o = 0; o < w.dims()[0]; o++) {
                    a[k++] = w.at(o, i);
                }
            }
            return new Numbers(a, w.dims());
        });
        add("db mean", at, "bias", s -> s.right("bias").map(v -> v / s.at("dy").dims()[0]));
        add("db last", at, "bias", s -> {
            Numbers dy = s.at("dy");
            return Numbers.of(s.at("bias").dims(), i -> dy.at(dy.dims()[0] - 1, i[0]));
        });
        add("db over everything", at, "bias", s -> {
            double all = java.util.Arrays.stream(s.at("dy").a()).sum();
            return s.at("bias").map(v -> all);
        });
        add("dx with the updated weight", at, "dx", s -> {
            Numbers w = s.at("weight after the update");
            Numbers dy = s.at("dy");
            return Numbers.of(s.at("x").dims(), i -> sum(w.dims()[0], o -> dy.at(i[0], o) * w.at(o, i[1])));
        });
        add("dx read in the other order", at, "dx", s -> {
            Numbers w = s.at("weight");
            Numbers dy = s.at("dy");
            int out = w.dims()[0];
            return Numbers.of(s.at("x").dims(), i -> sum(out, o -> dy.at(i[0], o) * w.a()[i[1] * out + o]));
        });
        add("y without bias", at, "y", s -> s.right("y")
                .with(Numbers.of(s.at("dy").dims(), i -> s.at("bias").at(i[1])), (y, b) -> y - b));
        add("y bias twice", at, "y", s -> s.right("y")
                .with(Numbers.of(s.at("dy").dims(), i -> s.at("bias").at(i[1])), Double::sum));
        add("y zeros", at, "y", s -> s.right("y").map(v -> 0));
    }

    private static Scene activation(Draw d, dev.parity.nn.layer.Layer layer) {
        Scene s = new Scene(layer.type(), d.dtype, d.seed)
                .draw("x", d.size.n, d.size.a)
                .draw("dy", d.size.n, d.size.a);
        return s.layer(layer, Shape.of(d.size.n, d.size.a));
    }

    private void activations() {
        Function<Draw, Scene> tanh = d -> activation(d, new Tanh());
        add("tanh' at x", tanh, "dx", s -> s.at("dy").with(s.at("x"), (g, x) -> g * (1 - x * x)));
        add("tanh' as sigmoid'", tanh, "dx", s -> s.at("dy").with(s.at("y"), (g, y) -> g * y * (1 - y)));
        add("tanh' without the square", tanh, "dx", s -> s.at("dy").with(s.at("y"), (g, y) -> g * (1 - y)));
        add("tanh' missing", tanh, "dx", s -> s.at("dy"));
        add("tanh' without dy", tanh, "dx", s -> s.at("y").map(y -> 1 - y * y));
        Function<Draw, Scene> sigmoid = d -> activation(d, new Sigmoid());
        add("sigmoid' at x", sigmoid, "dx", s -> s.at("dy").with(s.at("x"), (g, x) -> g * x * (1 - x)));
        add("sigmoid' of the output again", sigmoid, "dx", s -> s.at("dy").with(s.at("y"), (g, y) -> {
            double z = 1 / (1 + Math.exp(-y));
            return g * z * (1 - z);
        }));
        add("sigmoid for tanh", sigmoid, "y", s -> s.at("x").map(Math::tanh));
        Function<Draw, Scene> relu = d -> activation(d, new ReLU());
        add("relu mask missing", relu, "dx", s -> s.at("dy"));
        add("relu mask of dy", relu, "dx", s -> s.at("dy").map(g -> Math.max(g, 0)));
        add("relu the other way", relu, "dx", s -> s.at("dy").with(s.at("x"), (g, x) -> x < 0 ? g : 0));
        Function<Draw, Scene> leaky = d -> activation(d, new LeakyReLU(0.01));
        add("leaky slope ignored", leaky, "dx", s -> s.at("dy").with(s.at("x"), (g, x) -> x > 0 ? g : 0));
        add("leaky slope 0.2", leaky, "dx", s -> s.at("dy").with(s.at("x"), (g, x) -> x > 0 ? g : 0.2 * g));
    }

    private void softmax() {
        Function<Draw, Scene> at = d -> {
            Scene s = new Scene("Softmax", d.dtype, d.seed)
                    .draw("x", d.size.n, d.size.a)
                    .draw("dy", d.size.n, d.size.a);
            return s.layer(new Softmax(1), Shape.of(d.size.n, d.size.a));
        };
        add("softmax diagonal", at, "dx", s -> s.at("dy").with(s.at("y"), (g, y) -> g * y * (1 - y)));
        add("softmax without the sum", at, "dx", s -> s.at("dy").with(s.at("y"), (g, y) -> g * y));
        add("softmax sum over the batch", at, "dx", s -> {
            Numbers y = s.at("y");
            Numbers dy = s.at("dy");
            return Numbers.of(
                    y.dims(), i -> y.at(i) * (dy.at(i) - sum(y.dims()[0], n -> dy.at(n, i[1]) * y.at(n, i[1]))));
        });
        add("softmax over the batch", at, "y", s -> {
            Numbers x = s.at("x");
            return Numbers.of(x.dims(), i -> Math.exp(x.at(i)) / sum(x.dims()[0], n -> Math.exp(x.at(n, i[1]))));
        });
        add("softmax plus the sum", at, "dx", s -> {
            Numbers y = s.at("y");
            Numbers dy = s.at("dy");
            return Numbers.of(
                    y.dims(), i -> y.at(i) * (dy.at(i) + sum(y.dims()[1], k -> dy.at(i[0], k) * y.at(i[0], k))));
        });
    }

    private void losses() {
        Function<Draw, Scene> ce = d -> new Scene("CrossEntropyLoss", d.dtype, d.seed)
                .draw("x", d.size.n, d.size.a)
                .whole("target", r -> r.nextInt(d.size.a), d.size.n)
                .loss(new CrossEntropyLoss(Reduction.mean, -100, 0));
        BiFunction<Scene, int[], Double> p = (s, i) -> {
            Numbers x = s.at("x");
            return Math.exp(x.at(i)) / sum(x.dims()[1], k -> Math.exp(x.at(i[0], k)));
        };
        add("ce times N", ce, "dx", s -> s.right("dx").map(v -> v * s.at("x").dims()[0]));
        add("ce over the classes", ce, "dx", s -> s.right("dx")
                .map(v -> v * s.at("x").dims()[0] / s.at("x").dims()[1]));
        add(
                "ce without the label",
                ce,
                "dx",
                s -> Numbers.of(s.at("x").dims(), i -> p.apply(s, i) / s.at("x").dims()[0]));
        add(
                "ce of p - 1",
                ce,
                "dx",
                s -> Numbers.of(
                        s.at("x").dims(), i -> (p.apply(s, i) - 1) / s.at("x").dims()[0]));
        add(
                "ce labels from 1",
                ce,
                "dx",
                s -> Numbers.of(
                        s.at("x").dims(),
                        i -> (p.apply(s, i) - (s.at("target").at(i[0]) == i[1] + 1 ? 1 : 0))
                                / s.at("x").dims()[0]));
        add("ce label minus p", ce, "dx", s -> s.right("dx").map(v -> -v));
        add(
                "ce of x, not p",
                ce,
                "dx",
                s -> Numbers.of(
                        s.at("x").dims(),
                        i -> (s.at("x").at(i) - (s.at("target").at(i[0]) == i[1] ? 1 : 0))
                                / s.at("x").dims()[0]));
        Function<Draw, Scene> mse = d -> new Scene("MSELoss", d.dtype, d.seed)
                .draw("x", d.size.n, d.size.a)
                .draw("target", d.size.n, d.size.a)
                .loss(new MSELoss(Reduction.mean));
        add("mse without 2", mse, "dx", s -> s.right("dx").map(v -> v / 2));
        add("mse over N only", mse, "dx", s -> s.right("dx")
                .map(v -> v * s.at("x").dims()[1]));
        add("mse sign", mse, "dx", s -> s.right("dx").map(v -> -v));
        add("mse summed", mse, "value", s -> s.right("value")
                .map(v -> v * s.at("x").a().length));
        add("mse as l1", mse, "dx", s -> s.at("x")
                .with(
                        s.at("target"),
                        (x, t) -> 2 * Math.signum(x - t) / s.at("x").a().length));
    }

    private static double mean(Numbers x, int row) {
        return sum(x.dims()[1], m -> x.at(row, m)) / x.dims()[1];
    }

    private static double variance(Numbers x, int row, int less) {
        double mu = mean(x, row);
        return sum(x.dims()[1], m -> (x.at(row, m) - mu) * (x.at(row, m) - mu)) / (x.dims()[1] - less);
    }

    private void norms() {
        Function<Draw, Scene> ln = d -> new Scene("LayerNorm", d.dtype, d.seed)
                .draw("x", d.size.n, d.size.a)
                .draw("weight", d.size.a)
                .draw("bias", d.size.a)
                .draw("dy", d.size.n, d.size.a)
                .layer(new LayerNorm(List.of(d.size.a), 1e-5, true, true), Shape.of(d.size.n, d.size.a));
        add("ln unbiased", ln, "y", s -> {
            Numbers x = s.at("x");
            return Numbers.of(
                    x.dims(),
                    i -> (x.at(i) - mean(x, i[0]))
                                    / Math.sqrt(variance(x, i[0], 1) + 1e-5)
                                    * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]));
        });
        add("ln eps outside", ln, "y", s -> {
            Numbers x = s.at("x");
            return Numbers.of(
                    x.dims(),
                    i -> (x.at(i) - mean(x, i[0]))
                                    / (Math.sqrt(variance(x, i[0], 0)) + 1e-5)
                                    * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]));
        });
        add("ln eps 1e-3", ln, "y", s -> {
            Numbers x = s.at("x");
            return Numbers.of(
                    x.dims(),
                    i -> (x.at(i) - mean(x, i[0]))
                                    / Math.sqrt(variance(x, i[0], 0) + 1e-3)
                                    * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]));
        });
        add("ln without the root", ln, "y", s -> {
            Numbers x = s.at("x");
            return Numbers.of(
                    x.dims(),
                    i -> (x.at(i) - mean(x, i[0]))
                                    / (variance(x, i[0], 0) + 1e-5)
                                    * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]));
        });
        add("ln gamma plus 1", ln, "y", s -> {
            Numbers x = s.at("x");
            return Numbers.of(
                    x.dims(),
                    i -> (x.at(i) - mean(x, i[0]))
                                    / Math.sqrt(variance(x, i[0], 0) + 1e-5)
                                    * (1 + s.at("weight").at(i[1]))
                            + s.at("bias").at(i[1]));
        });
        BiFunction<Scene, int[], double[]> parts = (s, i) -> {
            Numbers x = s.at("x");
            int m = x.dims()[1];
            double sd = Math.sqrt(variance(x, i[0], 0) + 1e-5);
            double mu = mean(x, i[0]);
            java.util.function.IntToDoubleFunction g =
                    k -> s.at("dy").at(i[0], k) * s.at("weight").at(k);
            return new double[] {
                g.applyAsDouble(i[1]),
                sum(m, g) / m,
                (x.at(i) - mu) / sd * sum(m, k -> g.applyAsDouble(k) * (x.at(i[0], k) - mu) / sd) / m,
                sd
            };
        };
        add(
                "ln statistics constant",
                ln,
                "dx",
                s -> Numbers.of(s.at("x").dims(), i -> parts.apply(s, i)[0] / parts.apply(s, i)[3]));
        add(
                "ln without the variance's term",
                ln,
                "dx",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    double[] t = parts.apply(s, i);
                    return (t[0] - t[1]) / t[3];
                }));
        add(
                "ln without the mean's term",
                ln,
                "dx",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    double[] t = parts.apply(s, i);
                    return (t[0] - t[2]) / t[3];
                }));
        add(
                "ln sums, not means",
                ln,
                "dx",
                s -> Numbers.of(s.at("x").dims(), i -> {
                    double[] t = parts.apply(s, i);
                    return (t[0] - (t[1] + t[2]) * s.at("x").dims()[1]) / t[3];
                }));
        add("ln gamma missing", ln, "dx", s -> {
            Numbers x = s.at("x");
            int m = x.dims()[1];
            Numbers dy = s.at("dy");
            return Numbers.of(x.dims(), i -> {
                double sd = Math.sqrt(variance(x, i[0], 0) + 1e-5);
                double mu = mean(x, i[0]);
                return (dy.at(i)
                                - sum(m, k -> dy.at(i[0], k)) / m
                                - (x.at(i) - mu) / sd * sum(m, k -> dy.at(i[0], k) * (x.at(i[0], k) - mu) / sd) / m)
                        / sd;
            });
        });
        add("ln dgamma with x", ln, "weight", s -> {
            Numbers x = s.at("x");
            return Numbers.of(
                    s.at("weight").dims(), i -> sum(x.dims()[0], n -> s.at("dy").at(n, i[0]) * x.at(n, i[0])));
        });
        Function<Draw, Scene> bn = d -> new Scene("BatchNorm1d", d.dtype, d.seed)
                .draw("x", d.size.n + 2, d.size.a)
                .draw("weight", d.size.a)
                .draw("bias", d.size.a)
                .draw("running_mean", d.size.a)
                .draw("running_var", Math::abs, d.size.a)
                .draw("dy", d.size.n + 2, d.size.a)
                .layer(
                        new BatchNorm1d(d.size.a, 1e-5, OptionalDouble.of(0.1), true, true, true),
                        Shape.of(d.size.n + 2, d.size.a));
        add("bn running var biased", bn, "running_var", s -> {
            Numbers x = s.at("x");
            int n = x.dims()[0];
            return Numbers.of(s.at("weight").dims(), c -> {
                double mu = sum(n, r -> x.at(r, c[0])) / n;
                double v = sum(n, r -> (x.at(r, c[0]) - mu) * (x.at(r, c[0]) - mu)) / n;
                return 0.9 * s.at("running_var").at(c) + 0.1 * v;
            });
        });
        add("bn momentum the other way", bn, "running_mean", s -> {
            Numbers x = s.at("x");
            int n = x.dims()[0];
            return Numbers.of(
                    s.at("weight").dims(),
                    c -> 0.1 * s.at("running_mean").at(c) + 0.9 * sum(n, r -> x.at(r, c[0])) / n);
        });
        add("bn by the running statistics", bn, "y", s -> {
            Numbers x = s.at("x");
            return Numbers.of(
                    x.dims(),
                    i -> (x.at(i) - s.at("running_mean").at(i[1]))
                                    / Math.sqrt(s.at("running_var").at(i[1]) + 1e-5)
                                    * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]));
        });
        add("bn statistics of everything", bn, "y", s -> {
            Numbers x = s.at("x");
            Numbers flat = new Numbers(x.a(), 1, x.a().length);
            return Numbers.of(
                    x.dims(),
                    i -> (x.at(i) - mean(flat, 0))
                                    / Math.sqrt(variance(flat, 0, 0) + 1e-5)
                                    * s.at("weight").at(i[1])
                            + s.at("bias").at(i[1]));
        });
    }

    private void embedding() {
        Function<Draw, Scene> at = d -> {
            int v = d.size.a + 1;
            Scene s = new Scene("Embedding", d.dtype, d.seed)
                    .whole("x", r -> r.nextInt(v), d.size.n, 4)
                    .draw("weight", v, d.size.b)
                    .draw("dy", d.size.n, 4, d.size.b);
            return s.layer(
                    new Embedding(v, d.size.b, OptionalInt.empty(), OptionalDouble.empty(), false),
                    Shape.of(d.size.n, 4));
        };
        add("embedding overwrites", at, "weight", s -> {
            Numbers x = s.at("x");
            double[] a = new double[s.at("weight").a().length];
            int width = s.at("weight").dims()[1];
            for (int i = 0; i < x.a().length; i++) {
                System.arraycopy(s.at("dy").a(), i * width, a, (int) x.a()[i] * width, width);
            }
            return new Numbers(a, s.at("weight").dims());
        });
        add("embedding averages", at, "weight", s -> {
            Numbers x = s.at("x");
            Numbers sum = s.right("weight");
            return Numbers.of(sum.dims(), i -> {
                double count = sum(x.a().length, k -> x.a()[k] == i[0] ? 1 : 0);
                return count == 0 ? 0 : sum.at(i) / count;
            });
        });
        add("embedding row after", at, "y", s -> {
            Numbers y = s.right("y");
            int v = s.at("weight").dims()[0];
            return Numbers.of(
                    y.dims(),
                    i -> s.at("x").at(i[0], i[1]) + 1 < v
                            ? s.at("weight").at((int) s.at("x").at(i[0], i[1]) + 1, i[2])
                            : 0);
        });
    }

    private void images() {
        Function<Draw, Scene> conv = d -> {
            int n = d.size.n;
            Scene s = new Scene("Conv2d", d.dtype, d.seed)
                    .draw("x", n, d.size.a, 5, 6)
                    .draw("weight", d.size.b, d.size.a, 3, 2)
                    .draw("bias", d.size.b)
                    .draw("dy", n, d.size.b, 5, 7);
            Conv2d layer = new Conv2d(
                    d.size.a,
                    d.size.b,
                    List.of(3, 2),
                    List.of(1),
                    Padding.of(List.of(1)),
                    List.of(1),
                    1,
                    true,
                    "zeros");
            return s.layer(layer, Shape.of(n, d.size.a, 5, 6));
        };
        add("conv kernel flipped", conv, "y", s -> {
            Numbers x = s.at("x");
            Numbers w = s.at("weight");
            return Numbers.of(
                    s.at("dy").dims(),
                    i -> s.at("bias").at(i[1])
                            + sum(
                                    x.dims()[1],
                                    c -> sum(
                                            3,
                                            a -> sum(2, b -> {
                                                int h = i[2] + a - 1;
                                                int k = i[3] + b - 1;
                                                boolean in = h >= 0 && h < 5 && k >= 0 && k < 6;
                                                return in ? w.at(i[1], c, 2 - a, 1 - b) * x.at(i[0], c, h, k) : 0;
                                            }))));
        });
        add("conv dW over the places", conv, "weight", s -> s.right("weight").map(v -> v / 35));
        add("conv dW last sample", conv, "weight", s -> {
            Numbers x = s.at("x");
            Numbers dy = s.at("dy");
            int n = x.dims()[0] - 1;
            return Numbers.of(
                    s.at("weight").dims(),
                    i -> sum(
                            5,
                            p -> sum(7, q -> {
                                int h = p + i[2] - 1;
                                int k = q + i[3] - 1;
                                boolean in = h >= 0 && h < 5 && k >= 0 && k < 6;
                                return in ? dy.at(n, i[0], p, q) * x.at(n, i[1], h, k) : 0;
                            })));
        });
        add("conv db mean over the places", conv, "bias", s -> s.right("bias").map(v -> v / 35));
        add(
                "conv db of the samples' first",
                conv,
                "bias",
                s -> Numbers.of(
                        s.at("bias").dims(),
                        i -> sum(5, p -> sum(7, q -> s.at("dy").at(0, i[0], p, q)))));
        add("conv without padding in dx", conv, "dx", s -> {
            Numbers w = s.at("weight");
            Numbers dy = s.at("dy");
            return Numbers.of(
                    s.at("x").dims(),
                    i -> sum(
                            w.dims()[0],
                            o -> sum(
                                    3,
                                    a -> sum(2, b -> {
                                        int p = i[2] - a;
                                        int q = i[3] + 1 - b;
                                        return p >= 0 && p < 5 && q >= 0 && q < 7
                                                ? w.at(o, i[1], a, b) * dy.at(i[0], o, p, q)
                                                : 0;
                                    }))));
        });
        Function<Draw, Scene> max = d -> new Scene("MaxPool2d", d.dtype, d.seed)
                .draw("x", r -> Math.rint(2 * r), d.size.n, d.size.a, 5, 5)
                .draw("dy", d.size.n, d.size.a, 4, 4)
                .layer(
                        new MaxPool2d(List.of(2), List.of(1), List.of(0), List.of(1), false),
                        Shape.of(d.size.n, d.size.a, 5, 5));
        add("max pool overwrites", max, "dx", s -> pooled(s, false, false));
        add("max pool to the last of equal ones", max, "dx", s -> pooled(s, true, true));
        Function<Draw, Scene> avg = d -> new Scene("AvgPool2d", d.dtype, d.seed)
                .draw("x", d.size.n, d.size.a, 5, 5)
                .draw("dy", d.size.n, d.size.a, 3, 3)
                .layer(
                        new AvgPool2d(List.of(3), List.of(2), List.of(1), false, true, OptionalInt.empty()),
                        Shape.of(d.size.n, d.size.a, 5, 5));
        add("avg pool is a sum", avg, "y", s -> s.right("y").map(v -> v * 9));
        add("avg pool back undivided", avg, "dx", s -> s.right("dx").map(v -> v * 9));
    }

    private static Numbers pooled(Scene s, boolean adds, boolean last) {
        Numbers x = s.at("x");
        Numbers dy = s.at("dy");
        Numbers dx = Numbers.of(x.dims(), i -> 0);
        for (int n = 0; n < dy.dims()[0]; n++) {
            for (int c = 0; c < dy.dims()[1]; c++) {
                for (int p = 0; p < 4; p++) {
                    for (int q = 0; q < 4; q++) {
                        int best = -1;
                        double most = 0;
                        for (int k = 0; k < 4; k++) {
                            double v = x.at(n, c, p + k / 2, q + k % 2);
                            if (best < 0 || v > most || last && v == most) {
                                best = k;
                                most = v;
                            }
                        }
                        int at = ((n * dy.dims()[1] + c) * 5 + p + best / 2) * 5 + q + best % 2;
                        dx.a()[at] = dy.at(n, c, p, q) + (adds ? dx.a()[at] : 0);
                    }
                }
            }
        }
        return dx;
    }

    private void optimizers() {
        Function<Draw, Scene> sgd = d -> stepped("SGD", d)
                .draw("momentum_buffer", d.size.a, d.size.b)
                .optimizer(new SGD(0.05, 0.9, 0, 0.01, false, false), 3);
        add("momentum times rate", sgd, "momentum_buffer", s -> s.at("momentum_buffer")
                .with(g(s), (b, g) -> 0.05 * 0.9 * b + g));
        add("ema momentum", sgd, "momentum_buffer", s -> s.at("momentum_buffer")
                .with(g(s), (b, g) -> 0.9 * b + 0.1 * g));
        add("decay with the wrong sign", sgd, "momentum_buffer", s -> s.at("momentum_buffer")
                .with(s.at("gradient").with(s.at("weight"), (g, w) -> g - 0.01 * w), (b, g) -> 0.9 * b + g));
        add("decay left out", sgd, "momentum_buffer", s -> s.at("momentum_buffer")
                .with(s.at("gradient"), (b, g) -> 0.9 * b + g));
        add("rate within the momentum", sgd, "move", s -> s.at("momentum_buffer")
                .with(g(s), (b, g) -> -(0.9 * b + 0.05 * g)));
        add("move not times the rate", sgd, "move", s -> s.at("momentum_buffer").with(g(s), (b, g) -> -(0.9 * b + g)));
        add("move uphill", sgd, "move", s -> s.right("move").map(v -> -v));
        Function<Draw, Scene> nesterov = d -> stepped("SGD", d)
                .draw("momentum_buffer", d.size.a, d.size.b)
                .optimizer(new SGD(0.05, 0.9, 0, 0, true, false), 3);
        add("nesterov lookahead lost", nesterov, "move", s -> s.at("momentum_buffer")
                .with(s.at("gradient"), (b, g) -> -0.05 * (0.9 * b + g)));
        Function<Draw, Scene> adam = d -> stepped("Adam", d)
                .draw("exp_avg", d.size.a, d.size.b)
                .draw("exp_avg_sq", Math::abs, d.size.a, d.size.b)
                .optimizer(new Adam(0.02, List.of(0.9, 0.99), 1e-3, 0.1, false, false, false), 3);
        adam("adam without corrections", adam, (m, v, g) -> -0.02 * m / (Math.sqrt(v) + 1e-3));
        adam(
                "adam eps within the root",
                adam,
                (m, v, g) -> -0.02 * (m / (1 - cube(0.9))) / Math.sqrt(v / (1 - cube(0.99)) + 1e-3));
        adam(
                "adam corrections without the power",
                adam,
                (m, v, g) -> -0.02 * (m / 0.1) / (Math.sqrt(v / (1 - 0.99)) + 1e-3));
        adam("adam without the root", adam, (m, v, g) -> -0.02 * (m / (1 - cube(0.9))) / (v / (1 - cube(0.99)) + 1e-3));
        adam(
                "adam multiplies by the corrections",
                adam,
                (m, v, g) -> -0.02 * (m * (1 - cube(0.9))) / (Math.sqrt(v * (1 - cube(0.99))) + 1e-3));
        Function<Draw, Scene> adamw = d -> stepped("AdamW", d)
                .draw("exp_avg", d.size.a, d.size.b)
                .draw("exp_avg_sq", Math::abs, d.size.a, d.size.b)
                .optimizer(new AdamW(0.02, List.of(0.9, 0.99), 1e-3, 0.1, false, false), 3);
        add("adamw decay not times the rate", adamw, "move", s -> s.right("move")
                .with(s.at("weight"), (d, w) -> d + 0.002 * w - 0.1 * w));
        add("adamw decay missing", adamw, "move", s -> s.right("move").with(s.at("weight"), (d, w) -> d + 0.002 * w));
        add("adamw decay as l2", adamw, "move", s -> {
            Numbers g = g(s, 0.1);
            Numbers m = s.at("exp_avg").with(g, (a, b) -> 0.9 * a + 0.1 * b);
            Numbers v = s.at("exp_avg_sq").with(g, (a, b) -> 0.99 * a + 0.01 * b * b);
            return m.with(v, (a, b) -> -0.02 * (a / (1 - cube(0.9))) / (Math.sqrt(b / (1 - cube(0.99))) + 1e-3));
        });
    }

    private interface Step {
        double of(double m, double v, double g);
    }

    private void adam(String name, Function<Draw, Scene> scene, Step step) {
        add(name, scene, "move", s -> {
            Numbers g = g(s, 0.1);
            Numbers m = s.at("exp_avg").with(g, (a, b) -> 0.9 * a + (1 - 0.9) * b);
            Numbers v = s.at("exp_avg_sq").with(g, (a, b) -> 0.99 * a + (1 - 0.99) * b * b);
            double[] a = new double[g.a().length];
            for (int i = 0; i < a.length; i++) {
                a[i] = step.of(m.a()[i], v.a()[i], g.a()[i]);
            }
            return new Numbers(a, g.dims());
        });
    }

    private static double cube(double b) {
        return b * b * b;
    }

    private static Numbers g(Scene s) {
        return g(s, 0.01);
    }

    private static Numbers g(Scene s, double decay) {
        return s.at("gradient").with(s.at("weight"), (g, w) -> g + decay * w);
    }

    private static Scene stepped(String type, Draw d) {
        return new Scene(type, d.dtype, d.seed)
                .draw("weight", d.size.a, d.size.b)
                .draw("gradient", d.size.a, d.size.b)
                .draw("last gradient", d.size.a, d.size.b);
    }
}
