package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Of activations, element by element: dx = dy f'(x). */
final class ActivationFaults {
    private static final String[] SMOOTH = {
        "CELU",
        "ELU",
        "Exp",
        "GELU",
        "Hardsigmoid",
        "Hardswish",
        "Hardtanh",
        "LeakyReLU",
        "LogSigmoid",
        "Mish",
        "ReLU6",
        "SELU",
        "SiLU",
        "Sigmoid",
        "Softplus",
        "Softsign",
        "Square",
        "Tanh"
    };
    /** Of a layer's gradients: whether a loss alone reads what the layer makes. */
    private static final Predicate<Operation> LAST = o -> o.has("loss");

    private ActivationFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "tanh-prime-of-preactivation",
                    "the tanh's derivative is taken as 1 - x^2; right is 1 - tanh(x)^2",
                    back("Tanh"),
                    each((x, y, dy) -> dy * (1 - x * x))),
            new Fault(
                    "sigmoid-prime-of-preactivation",
                    "the sigmoid's derivative is taken as x (1 - x); right is y (1 - y)",
                    back("Sigmoid"),
                    each((x, y, dy) -> dy * x * (1 - x))),
            new Fault(
                    "hidden-delta-missing-activation-derivative",
                    "a hidden activation's backward passes dy on unchanged; right is dy times the derivative",
                    back(SMOOTH)
                            .and(LAST.negate())
                            .and(o -> !o.kind().equals("LeakyReLU") || o.number("negative_slope") >= 0),
                    Operands::dy),
            new Fault(
                    "mse-delta-missing-sigmoid-prime",
                    "the delta of a squared error behind a sigmoid is taken as a - y, a cross-entropy's; right is that times a (1 - a)",
                    back("Sigmoid").and(LAST),
                    Operands::dy),
            new Fault(
                    "relu-mask-missing",
                    "the ReLU's backward passes dy on unchanged; right is dy where x > 0, and 0 elsewhere",
                    back("ReLU"),
                    Operands::dy),
            new Fault(
                    "relu-at-zero",
                    "the ReLU lets the gradient through where x is exactly 0; right is only where x > 0",
                    back("ReLU"),
                    each((x, y, dy) -> x >= 0 ? dy : 0)),
            new Fault(
                    "leaky-relu-slope-ignored",
                    "the leaky ReLU's backward is a plain ReLU's, 0 where x < 0; right is the slope times dy",
                    back("LeakyReLU"),
                    each((x, y, dy) -> x > 0 ? dy : 0)),
            new Fault(
                    "leaky-relu-mask-from-output-negative-slope",
                    "the sign is read off the output, which a negative slope turns around; right is to read it off the input",
                    back("LeakyReLU").and(o -> o.number("negative_slope") < 0),
                    at -> {
                        double slope = at.number("negative_slope");
                        return each((x, y, dy) -> y > 0 ? dy : slope * dy).apply(at);
                    }),
            new Fault(
                    "gelu-tanh-vs-erf",
                    "GELU is approximated with a tanh; right, unless the spec says so, is the exact one with erf",
                    on(Phase.FORWARD, "y", "GELU").or(back("GELU")).and(o -> o.text("approximate")
                            .equals("none")),
                    at -> {
                        Tensor x = at.x();
                        return at.operation().phase() == Phase.FORWARD
                                ? at.each(i -> 0.5 * x.get(i) * (1 + inner(x.get(i))))
                                : at.each(i -> at.dy().get(i) * slope(x.get(i)));
                    }),
            new Fault(
                    "tangent-dropped",
                    "the backward is the derivative alone, y (1 - y) or 1 - y^2; right is that times dy",
                    back("Sigmoid", "Tanh"),
                    at -> at.operation().kind().equals("Tanh")
                            ? each((x, y, dy) -> 1 - y * y).apply(at)
                            : each((x, y, dy) -> y * (1 - y)).apply(at)),
            new Fault(
                    "inplace-aliasing",
                    "the activation works in place, and its backward finds its output where its input was; right is to keep the input",
                    back("Sigmoid", "Tanh", "SiLU", "Softplus"),
                    at -> {
                        String kind = at.operation().kind();
                        return each((x, y, dy) -> dy * derivative(kind, y)).apply(at);
                    }),
            new Fault(
                    "dot-instead-of-elementwise",
                    "the delta is multiplied as a matrix by 1 - y y^T; right is element by element, by 1 - y^2",
                    back("Tanh"),
                    at -> {
                        Tensor y = at.y();
                        int rows = y.shape().dim(0);
                        int h = y.size() / rows;
                        return at.each(i -> {
                            double sum = 0;
                            for (int m = 0; m < rows; m++) {
                                double dot = 0;
                                for (int j = 0; j < h; j++) {
                                    dot += y.get(m * h + j) * y.get(i / h * h + j);
                                }
                                sum += at.dy().get(m * h + i % h) * (1 - dot);
                            }
                            return sum;
                        });
                    }),
            new Fault(
                    "extra-1-over-m-in-hidden-delta",
                    "the delta of a hidden layer is divided by the batch size once more; right is to divide in the loss alone",
                    back(SMOOTH).or(back("ReLU")),
                    at -> {
                        int rows = at.right().shape().dim(0);
                        return at.each(i -> at.right().get(i) / rows);
                    }));

    private static Predicate<Operation> back(String... kinds) {
        return on(Phase.BACKWARD, "dx", kinds);
    }

    /** An element of dx. */
    @FunctionalInterface
    private interface Element {
        double of(double x, double y, double dy);
    }

    private static Function<Operands, Tensor> each(Element element) {
        return at -> {
            Tensor x = at.x();
            Tensor y = at.y();
            Tensor dy = at.dy();
            return at.each(i -> element.of(x.get(i), y.get(i), dy.get(i)));
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double derivative(String kind, double x) {
        double s = sigmoid(x);
        return switch (kind) {
            case "Sigmoid" -> s * (1 - s);
            case "SiLU" -> s * (1 + x * (1 - s));
            case "Softplus" -> s;
            default -> 1 - Math.tanh(x) * Math.tanh(x);
        };
    }

    // tanh(√(2/π) (x + 0.044715 x³)), and what comes of it.

    private static double inner(double x) {
        return Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
    }

    private static double slope(double x) {
        double t = inner(x);
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    }
}
