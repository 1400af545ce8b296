package dev.parity.engine;

import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Wire;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The masks of the layers that drop: 1 where the next uniform number lies below the share that is kept. They are drawn step
 * after step, node after node, when a step is asked for, so that no step's masks outlive it; one that lies behind is drawn
 * again from the beginning.
 */
final class Masks {
    private final Experiment experiment;
    private final List<Node> nodes;
    private final Supplier<DoubleSupplier> beginning;
    private DoubleSupplier random;
    private int drawn;
    private Map<String, Tensor> masks = Map.of();

    /** @param beginning gives the generator as it is before the first mask, each time afresh */
    Masks(Experiment experiment, Supplier<DoubleSupplier> beginning) {
        this.experiment = experiment;
        this.nodes = drawing(experiment);
        this.beginning = beginning;
    }

    /** The nodes whose masks are drawn and not given. */
    static List<Node> drawing(Experiment experiment) {
        return experiment.nodes().stream()
                .filter(n -> n.masked() && n.mask().isEmpty())
                .toList();
    }

    /** The masks of a step, by node. */
    Map<String, Tensor> of(int step) {
        if (nodes.isEmpty()) {
            return masks;
        }
        if (step < drawn || random == null) {
            random = beginning.get();
            drawn = 0;
        }
        while (drawn < step) {
            drawn++;
            masks = draw(experiment.data().rows(drawn));
        }
        return masks;
    }

    private Map<String, Tensor> draw(int rows) {
        boolean full = rows == experiment.data().batchSize();
        Map<Wire, Shape> shapes = full ? Map.of() : experiment.shapes(rows);
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Node node : nodes) {
            Shape shape = full ? node.outputs().get(0).shape() : shapes.get(new Wire(node.name(), "y"));
            all.put(node.name(), mask(node.layer().keeps().getAsDouble(), shape));
        }
        return all;
    }

    /** Where nothing is kept PyTorch draws nothing. */
    private Tensor mask(double keep, Shape shape) {
        DType dtype = experiment.dtype();
        return Tensor.fill(dtype, shape, i -> keep > 0 && random.getAsDouble() < keep ? 1 : 0);
    }
}
