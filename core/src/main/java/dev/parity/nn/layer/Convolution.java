package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Slide;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Init;
import dev.parity.nn.Matrix;
import dev.parity.nn.Parameter;
import dev.parity.nn.Patches;
import dev.parity.nn.Planes;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What convolutions in one, two and three dimensions have in common: all but their options. With P the patches that the
 * kernel sees of a sample's x (a column each, {@link Patches}) and W the weight as a matrix (out, in k...), group by
 * group,
 * <pre>
 *   y = W P + b        dW = Σₙ dy Pᵀ        db = Σ dy over samples and positions
 *   dP = Wᵀ dy, and dx is the sum of dP back onto the image
 * </pre>
 */
public sealed interface Convolution extends Layer permits Conv1d, Conv2d, Conv3d {
    int in_channels();

    int out_channels();

    List<Integer> kernel_size();

    List<Integer> stride();

    Padding padding();

    List<Integer> dilation();

    int groups();

    boolean bias();

    /** Refuses channels that the groups do not divide, and a padding that is not of zeros. */
    static void check(int in, int out, int groups, String paddingMode) {
        if (in < 1 || out < 1 || groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new BadInput("in_channels and out_channels are multiples of groups, from 1 up, and here are " + in
                    + ", " + out + " and " + groups + " groups");
        }
        if (!paddingMode.equals("zeros")) {
            throw new BadInput("padding_mode \"" + paddingMode
                    + "\" is not known here: only \"zeros\" is, so pad the data " + "itself and write \"padding\": 0");
        }
    }

    /** The parameters of a convolution, drawn as PyTorch draws them. */
    static List<Parameter> parameters(Shape weight, int out, boolean bias) {
        List<Parameter> all = new ArrayList<>();
        int fanIn = Init.fanIn(weight);
        all.add(new Parameter("weight", weight, Init.kaimingUniform(fanIn)));
        if (bias) {
            all.add(new Parameter("bias", Shape.of(out), Init.uniform(1 / Math.sqrt(fanIn))));
        }
        return all;
    }

    /** (first, second, k...). */
    static Shape weight(int first, int second, List<Integer> kernel) {
        int[] dims = new int[2 + kernel.size()];
        dims[0] = first;
        dims[1] = second;
        for (int i = 0; i < kernel.size(); i++) {
            dims[2 + i] = kernel.get(i);
        }
        return Shape.of(dims);
    }

    private int dims() {
        return kernel_size().size();
    }

    /** How far the kernel reaches beyond its first element. */
    private long reach(int dim) {
        return (long) dilation().get(dim) * (kernel_size().get(dim) - 1);
    }

    @Override
    default List<Parameter> parameters() {
        return parameters(weight(out_channels(), in_channels() / groups(), kernel_size()), out_channels(), bias());
    }

    @Override
    default Shape output(Shape... inputs) {
        Shape x = Sizes.check(type(), one(inputs), dims(), in_channels());
        return Sizes.image(type(), x, out_channels(), dims(), i -> {
            long room = x.dim(i - dims()) + padding().both(i, reach(i)) - reach(i) - 1;
            return room < 0 ? 0 : room / stride().get(i) + 1;
        });
    }

    private Patches patches(Frame at, Shape x, Shape y) {
        List<Patches.Axis> axes = new ArrayList<>();
        for (int i = 0; i < dims(); i++) {
            axes.add(new Patches.Axis(
                    x.dim(i - dims()),
                    y.dim(i - dims()),
                    kernel_size().get(i),
                    stride().get(i),
                    dilation().get(i),
                    padding().before(i, reach(i))));
        }
        return new Patches(at, in_channels(), axes);
    }

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(output(x.shape()));
        Matrix w = matrix(at.param("weight"));
        int samples = Sizes.samples(x.shape(), dims());
        if (seesAll(x.shape())) {
            y.matrix(samples, w.rows()).product(x.matrix(samples, w.columns()), w.t());
        } else {
            Patches all = patches(at, x.shape(), y.shape());
            Rows.each(samples, all.size(), (from, to) -> forward(x, y, from, to, w, all.lane(from), at));
        }
        if (bias()) {
            Biases.add(at, y, out_channels(), dims());
        }
    }

    /** Some samples forward. */
    private void forward(Array x, Array y, int from, int to, Matrix w, Patches patches, Frame at) {
        Planes planes = new Planes(at, patches, out_channels());
        int out = out_channels() / groups();
        for (int n = from; n < to; n++) {
            Matrix seen = patches.read(x, n);
            Matrix made = planes.room(y, n);
            for (int g = 0; g < groups(); g++) {
                made.rows(g * out, out).product(w.rows(g * out, out), seen.rows(g * w.columns(), w.columns()));
            }
            planes.write(y, n);
        }
    }

    /** Whether the kernel sees the whole image and nothing else: then the convolution is one product for all samples. */
    private boolean seesAll(Shape x) {
        boolean all = groups() == 1;
        for (int i = 0; i < dims(); i++) {
            all &= x.dim(i - dims()) == kernel_size().get(i)
                    && dilation().get(i) == 1
                    && padding().both(i, reach(i)) == 0;
        }
        return all;
    }

    @Override
    default void backward(Frame at) {
        Array x = at.x();
        Array dx = at.dx();
        Array dy = at.dy();
        Array weight = at.param("weight");
        Matrix w = matrix(weight);
        Array dweight = at.dparam("weight");
        int samples = Sizes.samples(x.shape(), dims());
        if (seesAll(x.shape())) {
            Matrix d = dy.matrix(samples, w.rows());
            matrix(dweight).product(d.t(), x.matrix(samples, w.columns()));
            dx.matrix(samples, w.columns()).product(d, w);
        } else {
            Patches all = patches(at, x.shape(), dy.shape());
            Stretches stretches = new Stretches(at, dweight, samples);
            stretches.each(all.size(), lane -> {
                Patches patches = all.lane(lane);
                return (from, to, sum, offset) -> backward(
                        at, from, to, w, new Matrix(sum, offset, w.rows(), w.columns(), w.columns(), false), patches);
            });
        }
        if (bias()) {
            Biases.sum(at, dy, out_channels(), dims());
        }
    }

    /** Some samples backward, and their share of dW. */
    private void backward(Frame at, int from, int to, Matrix w, Matrix dw, Patches patches) {
        Array x = at.x();
        Array dx = at.dx();
        Array dy = at.dy();
        Planes planes = new Planes(at, patches, out_channels());
        int out = out_channels() / groups();
        for (int n = from; n < to; n++) {
            Matrix given = planes.read(dy, n);
            Matrix seen = patches.read(x, n);
            for (int g = 0; g < groups(); g++) {
                Matrix patch = seen.rows(g * w.columns(), w.columns());
                dw.rows(g * out, out).gemm(1, given.rows(g * out, out), patch.t(), n == from ? 0 : 1);
            }
            Matrix handed = patches.room(dx, n);
            for (int g = 0; g < groups(); g++) {
                Matrix patch = handed.rows(g * w.columns(), w.columns());
                patch.product(w.rows(g * out, out).t(), given.rows(g * out, out));
            }
            patches.write(dx, n);
        }
    }

    /** The weight as a matrix (first dimension, all others). */
    private static Matrix matrix(Array weight) {
        return weight.matrix(weight.dim(0), weight.size() / weight.dim(0));
    }

    @Override
    default String torch() {
        return "y = torch.conv%dd(x, weight, %s, %s, %s, %s, %d)"
                .formatted(dims(), bias() ? "bias" : "None", stride(), padding().torch(), dilation(), groups());
    }

    @Override
    default Rounding rounding() {
        int window = kernel_size().stream().reduce(1, (a, b) -> a * b);
        return new Rounding.Products("1.", """
                n_y = %d
                n_dx = %d
                n_dweight = dy.numel() // %d
                n_dbias = n_dweight
                """.formatted(
                        in_channels() / groups() * window + 1, out_channels() / groups() * window, out_channels()));
    }

    @Override
    default List<Formula> formulas(DType network, Shape... inputs) {
        Axis i = Axis.of("i", in_channels() / groups());
        Axis o = Axis.of("o", out_channels() / groups());
        ImageAxes at = ImageAxes.of(inputs[0], output(inputs), kernel_size(), groups());
        Node w = Leaf.of("weight", at.weight(o, i));
        Node seen = Leaf.of("x", at.over(i, at.image()));
        Node dy = Leaf.of("dy", at.over(o, at.made()));
        Node back = dy;
        for (int d = 0; d < dims(); d++) {
            Axis h = at.image()[d];
            Axis p = at.made()[d];
            Axis a = at.kernel()[d];
            int padded = padding().before(d, reach(d));
            seen = Slide.windows(seen, h, p, a, stride().get(d), dilation().get(d), padded, 0);
            back = Slide.back(back, p, h, a, stride().get(d), dilation().get(d), padded);
        }
        Node product = w.times(seen).sum(Axes.join(new Axis[] {i}, at.kernel()));
        Axis[] channels = Axes.join(at.groups(), o);
        List<Formula> all = new ArrayList<>();
        all.add(Formula.of(
                "y", "y", bias() ? product.plus(Leaf.of("bias", channels)) : product, at.over(o, at.made())));
        all.add(Formula.of(
                "dx", "dx", w.times(back).sum(Axes.join(new Axis[] {o}, at.kernel())), at.over(i, at.image())));
        all.add(Formula.of(
                "weight", "dweight", dy.times(seen).sum(Axes.join(at.samples(), at.made())), at.weight(o, i)));
        if (bias()) {
            all.add(Formula.of("bias", "dbias", dy.sum(Axes.join(at.samples(), at.made())), channels));
        }
        return all;
    }
}
