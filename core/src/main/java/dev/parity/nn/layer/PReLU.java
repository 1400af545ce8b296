package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rounding;
import dev.parity.nn.Slices;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;

/**
 * y = x where x &gt; 0, else weight x, with one weight or one for each channel.
 * <pre>
 *   x (N, C, *), or any shape with one weight    weight (num_parameters)    y as x
 *   dx = dy where x &gt; 0, else weight dy        dweight = Σ dy x over the weight's elements where x &lt;= 0
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.PReLU.html">torch.nn.PReLU</a>
 */
public record PReLU(
        @Default("1") int num_parameters, @Default("0.25") double init) implements Layer {
    public PReLU {
        if (num_parameters < 1) {
            throw new BadInput("num_parameters is 1 or the number of channels, not " + num_parameters);
        }
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("weight", Shape.of(num_parameters), new Init.Constant(init)));
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        if (num_parameters > 1 && (x.rank() < 2 || x.dim(1) != num_parameters)) {
            throw new BadInput("PReLU(" + num_parameters + ") takes inputs of shape (N, " + num_parameters
                    + ", *), and here comes " + x);
        }
        return x;
    }

    /** The channels; with one weight everything is one channel. */
    private Slices channels(Shape x) {
        return num_parameters == 1 ? new Slices(1, 1, x.size()) : Slices.along("PReLU", x, 1);
    }

    @Override
    public void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        Slices channels = channels(x.shape());
        for (int run = 0; run < channels.outer() * num_parameters; run++) {
            double w = at.param("weight").get(run % num_parameters);
            for (int i = run * channels.inner(), end = i + channels.inner(); i < end; i++) {
                double v = x.get(i);
                y.set(i, v > 0 ? v : w * v);
            }
        }
    }

    @Override
    public void backward(Frame at) {
        Array x = at.x();
        Array dy = at.dy();
        Array dx = at.dx();
        Slices channels = channels(x.shape());
        double[] dweight = new double[num_parameters];
        for (int run = 0; run < channels.outer() * num_parameters; run++) {
            double w = at.param("weight").get(run % num_parameters);
            double sum = 0;
            for (int i = run * channels.inner(), end = i + channels.inner(); i < end; i++) {
                double v = x.get(i);
                double d = dy.get(i);
                dx.set(i, v > 0 ? d : w * d);
                sum += v > 0 ? 0 : d * v;
            }
            dweight[run % num_parameters] += sum;
        }
        at.dparam("weight").write(0, dweight, 0, num_parameters);
    }

    @Override
    public List<Hidden> hides(Tensor... x) {
        return Corners.unseen(type(), x[0], 0);
    }

    @Override
    public String torch() {
        return "y = torch.prelu(x, weight)";
    }

    /**
     * <pre>
     *   y, dx      s = u |y|, u |dx|          one product each
     *   dweight    s² = u²/4 (S + n/2 (S + C²) + C²)        of n terms dy x where x &lt; 0, S the sum of their squares, C the sum
     * </pre>
     */
    @Override
    public Rounding rounding() {
        return new Rounding.Ruled("""
                s_y = u * torch.abs(y)
                s_dx = u * torch.abs(dx)
                z = torch.where(x > 0., torch.zeros_like(x), torch.square(dy * x))
                n = float(x.numel()) / float(weight.numel())
                if weight.numel() == 1:
                  S = torch.sum(z).reshape([1])
                else:
                  S = torch.sum(z.reshape([x.size(0), x.size(1), -1]), [0, 2], False)
                C = dweight * dweight
                s_dweight = torch.sqrt(c2 * (S + n / 2. * (S + C) + C))
                """, "", "");
    }

    @Override
    public List<Formula> formulas(DType network, Shape... inputs) {
        Axis[] axes = Axes.of(inputs[0]);
        Axis[] channel = num_parameters == 1 ? new Axis[0] : new Axis[] {axes[1]};
        Node x = Leaf.of("x", axes);
        Node dy = Leaf.of("dy", axes);
        Node w = Leaf.of("weight", channel);
        Node positive = x.is(Compare.Test.ABOVE, 0);
        return List.of(
                Formula.of("y", "y", x.where(positive, w.times(x)), axes),
                Formula.of("dx", "dx", dy.where(positive, w.times(dy)), axes),
                Formula.of(
                        "weight",
                        "dweight",
                        Constant.of(0).where(positive, dy.times(x)).sum(Axes.without(axes, channel)),
                        channel));
    }
}
