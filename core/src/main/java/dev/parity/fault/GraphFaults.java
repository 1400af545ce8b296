package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Of what lies between the layers: what is used twice, and what the way back leaves out. */
final class GraphFaults {
    private static final Predicate<Operation> LAYER_DX =
            o -> o.isDx() && !o.kind().endsWith("Loss");
    private static final Predicate<Operation> FORK =
            o -> o.phase() == Phase.BACKWARD && o.kind().equals(Operation.SUM);

    private GraphFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "grad-assigned-not-accumulated",
                    "the gradient of what is used several times is that of one use, written over the others; right is their sum",
                    FORK.or(o -> o.phase() == Phase.GRADIENT
                            && o.kind().equals("Linear")
                            && o.parts().size() > 1
                            && List.of("weight", "bias").contains(o.makes().array())),
                    at -> {
                        if (at.operation().phase() == Phase.BACKWARD) {
                            return at.x();
                        }
                        Tensor x = at.x();
                        Tensor dy = at.dy();
                        int out = at.right().shape().dim(0);
                        int in = at.right().size() / out;
                        boolean bias = at.right().shape().rank() == 1;
                        int rows = dy.size() / out;
                        return at.each(i -> {
                            double sum = 0;
                            for (int n = 0; n < rows; n++) {
                                sum += dy.get(n * out + i / in) * (bias ? 1 : x.get(n * in + i % in));
                            }
                            return sum;
                        });
                    }),
            new Fault(
                    "residual-skip-grad-missing",
                    "the gradient of x + f(x) is f's alone; right is that and dy, which comes by the skip",
                    FORK.and(o ->
                            readers(o).contains("Add") && readers(o).stream().anyMatch(r -> !r.equals("Add"))),
                    at -> {
                        List<String> readers = readers(at.operation());
                        List<Tensor> others = new ArrayList<>();
                        for (int i = 0; i < readers.size(); i++) {
                            if (!readers.get(i).equals("Add")) {
                                others.add(at.x(i));
                            }
                        }
                        return at.each(
                                i -> others.stream().mapToDouble(o -> o.get(i)).sum());
                    }),
            new Fault(
                    "intermediate-grads-not-zeroed",
                    "the gradients of the values between layers are added to those of the step before; right is to zero them too",
                    LAYER_DX,
                    at -> at.previous()
                            .filter(old -> old.shape().equals(at.right().shape()))
                            .map(old -> at.each(i -> at.right().get(i) + old.get(i)))
                            .orElse(at.right())),
            new Fault(
                    "graph-cut-by-fast-path",
                    "nothing goes back through the layer, whose fast path has no backward; right is its dx",
                    LAYER_DX,
                    at -> at.each(i -> 0)));

    private static List<String> readers(Operation fork) {
        return ((List<?>) fork.options().get("readers"))
                .stream().map(String.class::cast).toList();
    }
}
