package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * y = factor x.
 * <pre>
 *   dx = factor dy
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.mul.html">torch.mul</a>
 */
public record Scale(double factor) implements Layer {
    @Override
    public Shape output(Shape... x) {
        return one(x);
    }

    @Override
    public void forward(Frame at) {
        scaled(at.x(), at.y(at.x().shape()));
    }

    @Override
    public void backward(Frame at) {
        scaled(at.dy(), at.dx());
    }

    private void scaled(Array from, Array to) {
        to.copy(from);
        to.scale(factor);
    }

    @Override
    public String torch() {
        return "y = x * " + factor;
    }

    @Override
    public Rounding rounding() {
        return new Rounding.Products("" + factor, "");
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        Node by = Constant.option("factor", factor);
        return List.of(
                Formula.of("y", "y", by.times(Leaf.of("x", axes)), axes),
                Formula.of("dx", "dx", by.times(Leaf.of("dy", axes)), axes));
    }
}
