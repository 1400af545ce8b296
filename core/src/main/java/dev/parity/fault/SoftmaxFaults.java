package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import java.util.List;

/** Of softmax layers. */
final class SoftmaxFaults {
    private SoftmaxFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "softmax-jacobian-diagonal-only",
                    "the softmax's backward is taken as dy y (1 - y), the Jacobian's diagonal; right is y (dy - sum(dy y))",
                    on(Phase.BACKWARD, "dx", "Softmax"),
                    at -> {
                        Tensor y = at.y();
                        Tensor dy = at.dy();
                        return at.each(i -> dy.get(i) * y.get(i) * (1 - y.get(i)));
                    }),
            new Fault(
                    "softmax-derivative-wrong-generic",
                    "the softmax's derivative is taken as x (1 - x) of its input; right is y (dy - sum(dy y))",
                    on(Phase.BACKWARD, "dx", "Softmax"),
                    at -> {
                        Tensor x = at.x();
                        Tensor dy = at.dy();
                        return at.each(i -> dy.get(i) * x.get(i) * (1 - x.get(i)));
                    }),
            new Fault(
                    "softmax-wrong-axis",
                    "the softmax runs over the batch; right is over the dimension that the layer names",
                    on(Phase.FORWARD, "y", "Softmax", "LogSoftmax").and(o -> o.number("dim") != 0),
                    at -> {
                        double[] y = Axis.of(at.x().shape(), 0).softmax(at.x());
                        return at.operation().kind().equals("Softmax") ? at.all(y) : at.each(i -> Math.log(y[i]));
                    }),
            new Fault(
                    "softmax-backward-takes-g-not-s",
                    "the softmax's backward is made of dy alone, as s (1 - s) with s = sigmoid(dy); right is made of y too",
                    on(Phase.BACKWARD, "dx", "Softmax"),
                    at -> at.each(i -> {
                        double s = 1 / (1 + Math.exp(-at.dy().get(i)));
                        return s * (1 - s);
                    })),
            new Fault(
                    "nll-on-probabilities",
                    "a softmax stands where a log-softmax should, and the loss is -p; right is -log p",
                    on(Phase.FORWARD, "y", "LogSoftmax").or(on(Phase.BACKWARD, "dx", "LogSoftmax")),
                    at -> {
                        Axis axis = Axis.of(at.x().shape(), (int) at.number("dim"));
                        double[] y = axis.softmax(at.x());
                        return at.all(at.operation().phase() == Phase.FORWARD ? y : axis.softmaxBack(y, at.dy()::get));
                    }));
}
