package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Slide;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Matrix;
import dev.parity.nn.Parameter;
import dev.parity.nn.Patches;
import dev.parity.nn.Planes;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What transposed convolutions in one and two dimensions have in common: all but their options. Each is the backward of
 * a convolution that makes x from an image y: an element of x spreads over the patch that it would have been made from.
 * With P a matrix of patches of y ({@link Patches}) and W the weight as a matrix (in, out k...), group by group,
 * <pre>
 *   P = Wᵀ x, y is the sum of P back onto the image, plus b
 *   dP: the patches of dy        dx = W dP        dW = Σₙ x dPᵀ        db = Σ dy over samples and positions
 * </pre>
 */
public sealed interface TransposedConvolution extends Layer permits ConvTranspose1d, ConvTranspose2d {
    int in_channels();

    int out_channels();

    List<Integer> kernel_size();

    List<Integer> stride();

    List<Integer> padding();

    List<Integer> output_padding();

    int groups();

    boolean bias();

    List<Integer> dilation();

    /** Refuses an output_padding that a larger x would have given a size of its own. */
    static void check(List<Integer> outputPadding, List<Integer> stride, List<Integer> dilation) {
        for (int i = 0; i < outputPadding.size(); i++) {
            if (outputPadding.get(i) >= Math.max(stride.get(i), dilation.get(i))) {
                throw new BadInput("output_padding is smaller than stride or dilation, and here are output_padding "
                        + outputPadding + ", stride " + stride + " and dilation " + dilation);
            }
        }
    }

    private int dims() {
        return kernel_size().size();
    }

    @Override
    default List<Parameter> parameters() {
        Shape weight = Convolution.weight(in_channels(), out_channels() / groups(), kernel_size());
        return Convolution.parameters(weight, out_channels(), bias());
    }

    @Override
    default Shape output(Shape... inputs) {
        Shape x = Sizes.check(type(), one(inputs), dims(), in_channels());
        return Sizes.image(
                type(),
                x,
                out_channels(),
                dims(),
                i -> (x.dim(i - dims()) - 1L) * stride().get(i)
                        - 2L * padding().get(i)
                        + (long) dilation().get(i) * (kernel_size().get(i) - 1)
                        + output_padding().get(i)
                        + 1);
    }

    private Patches patches(Frame at, Shape x, Shape y) {
        List<Patches.Axis> axes = new ArrayList<>();
        for (int i = 0; i < dims(); i++) {
            axes.add(new Patches.Axis(
                    y.dim(i - dims()),
                    x.dim(i - dims()),
                    kernel_size().get(i),
                    stride().get(i),
                    dilation().get(i),
                    padding().get(i)));
        }
        return new Patches(at, out_channels(), axes);
    }

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(output(x.shape()));
        Patches patches = patches(at, x.shape(), y.shape());
        Planes planes = new Planes(at, patches, in_channels());
        Matrix w = matrix(at.param("weight"));
        int in = in_channels() / groups();
        for (int n = 0; n < Sizes.samples(x.shape(), dims()); n++) {
            Matrix given = planes.read(x, n);
            Matrix spread = patches.room(y, n);
            for (int g = 0; g < groups(); g++) {
                Matrix patch = spread.rows(g * w.columns(), w.columns());
                patch.product(w.rows(g * in, in).t(), given.rows(g * in, in));
            }
            patches.write(y, n);
        }
        if (bias()) {
            Biases.add(at, y, out_channels(), dims());
        }
    }

    @Override
    default void backward(Frame at) {
        Array x = at.x();
        Array dx = at.dx();
        Array dy = at.dy();
        Patches patches = patches(at, x.shape(), dy.shape());
        Planes planes = new Planes(at, patches, in_channels());
        Matrix w = matrix(at.param("weight"));
        Matrix dw = matrix(at.dparam("weight"));
        int in = in_channels() / groups();
        for (int n = 0; n < Sizes.samples(x.shape(), dims()); n++) {
            Matrix given = planes.read(x, n);
            Matrix seen = patches.read(dy, n);
            Matrix handed = planes.room(dx, n);
            for (int g = 0; g < groups(); g++) {
                Matrix patch = seen.rows(g * w.columns(), w.columns());
                dw.rows(g * in, in).gemm(1, given.rows(g * in, in), patch.t(), n == 0 ? 0 : 1);
                handed.rows(g * in, in).product(w.rows(g * in, in), patch);
            }
            planes.write(dx, n);
        }
        if (bias()) {
            Biases.sum(at, dy, out_channels(), dims());
        }
    }

    /** The weight as a matrix (first dimension, all others). */
    private static Matrix matrix(Array weight) {
        return weight.matrix(weight.dim(0), weight.size() / weight.dim(0));
    }

    @Override
    default String torch() {
        return "y = torch.conv_transpose%dd(x, weight, %s, %s, %s, %s, %d, %s)"
                .formatted(
                        dims(), bias() ? "bias" : "None", stride(), padding(), output_padding(), groups(), dilation());
    }

    @Override
    default Rounding rounding() {
        int window = kernel_size().stream().reduce(1, (a, b) -> a * b);
        return new Rounding.Products("1.", """
                n_y = %d
                n_dx = %d
                n_dweight = x.numel() // %d
                n_dbias = dy.numel() // %d
                """.formatted(
                        in_channels() / groups() * window + 1,
                        out_channels() / groups() * window,
                        in_channels(),
                        out_channels()));
    }

    @Override
    default List<Formula> formulas(DType network, Shape... inputs) {
        Axis i = Axis.of("i", in_channels() / groups());
        Axis o = Axis.of("o", out_channels() / groups());
        ImageAxes at = ImageAxes.of(output(inputs), inputs[0], kernel_size(), groups());
        Node w = Leaf.of("weight", at.weight(i, o));
        Node x = Leaf.of("x", at.over(i, at.made()));
        Node seen = Leaf.of("dy", at.over(o, at.image()));
        Node dy = seen;
        Node spread = x;
        for (int d = 0; d < dims(); d++) {
            Axis h = at.image()[d];
            Axis p = at.made()[d];
            Axis a = at.kernel()[d];
            seen = Slide.windows(
                    seen, h, p, a, stride().get(d), dilation().get(d), padding().get(d), 0);
            spread = Slide.back(
                    spread,
                    p,
                    h,
                    a,
                    stride().get(d),
                    dilation().get(d),
                    padding().get(d));
        }
        Node sum = w.times(spread).sum(Axes.join(new Axis[] {i}, at.kernel()));
        Axis[] channels = Axes.join(at.groups(), o);
        List<Formula> all = new ArrayList<>();
        all.add(Formula.of("y", "y", bias() ? sum.plus(Leaf.of("bias", channels)) : sum, at.over(o, at.image())));
        all.add(Formula.of(
                "dx", "dx", w.times(seen).sum(Axes.join(new Axis[] {o}, at.kernel())), at.over(i, at.made())));
        all.add(Formula.of(
                "weight", "dweight", x.times(seen).sum(Axes.join(at.samples(), at.made())), at.weight(i, o)));
        if (bias()) {
            all.add(Formula.of("bias", "dbias", dy.sum(Axes.join(at.samples(), at.image())), channels));
        }
        return all;
    }
}
