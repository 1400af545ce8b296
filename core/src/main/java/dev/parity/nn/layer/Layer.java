package dev.parity.nn.layer;

import dev.parity.formula.Formula;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A layer: PyTorch's module of the same name, said twice and independently, by hand and in PyTorch's own words.
 *
 * <p>The record <em>is</em> the JSON: its components are the options, under PyTorch's names and with PyTorch's defaults
 * ({@link dev.parity.nn.Default}), its compact constructor checks them, and {@code permits} is the registry.
 */
public sealed interface Layer
        permits Activation,
                Add,
                Bilinear,
                ChannelNorm,
                Concat,
                Convolution,
                Dropout,
                Embedding,
                Flatten,
                GLU,
                Linear,
                LogSoftmax,
                MatMul,
                MultiheadAttention,
                Multiply,
                PReLU,
                Permute,
                Pooling,
                PositionTable,
                Recurrent,
                SumOverDims,
                Reshape,
                RowNorm,
                Scale,
                Select,
                Softmax,
                TransposedConvolution {
    /** An output under PyTorch's name for it. */
    record Output(String name, Shape shape) {}

    /** The type as written in a spec: PyTorch's class name. */
    default String type() {
        return getClass().getSimpleName();
    }

    /** The parameters, in the order in which PyTorch's constructor draws them. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** What it carries from step to step beside its parameters, and without a gradient: running statistics. */
    default List<Parameter> buffers() {
        return List.of();
    }

    /**
     * The share of its input that it keeps, element by element, by a mask of ones and zeros that is drawn for each step and
     * stands in the frame as {@code mask}; empty where nothing is drawn.
     */
    default OptionalDouble keeps() {
        return OptionalDouble.empty();
    }

    /** Whether it does nothing but put numbers into another order or shape, in which there is little to get wrong. */
    default boolean rearranges() {
        return false;
    }

    /** Whether its inputs are whole numbers (tokens), which have no gradient. */
    default boolean readsTokens() {
        return false;
    }

    /** Refuses whole numbers that have no meaning as its input, such as a token that has no row in a table. */
    default void checkTokens(Tensor tokens) {}
    /** Options that name a tensor of the spec: a constant that forward finds in the frame under the option's name. */
    default Map<String, String> tensors() {
        return Map.of();
    }

    /** Options that name a column of the data, likewise: read whole, and without a gradient. */
    default Map<String, String> columns() {
        return Map.of();
    }

    /** Refuses such tensors and columns where their shapes do not fit the inputs. */
    default void check(Map<String, Shape> operands, Shape... x) {}

    /** The shape of the main output. Refuses, as {@link BadInput}, inputs that do not fit, with both shapes. */
    Shape output(Shape... x);

    /** All outputs, {@code y} first. */
    default List<Output> outputs(Shape... x) {
        return List.of(new Output("y", output(x)));
    }

    /** Computes the outputs, by hand, and keeps in the frame what backward reads and no more. */
    void forward(Frame at);

    /** Computes dL/d(each input) and dL/d(each parameter) from dL/dy, by hand. */
    void backward(Frame at);

    /**
     * The same layer in PyTorch's own words: TorchScript that computes {@code y} from {@code x} (the i-th of several
     * inputs is {@code xs[i]}) and the parameters by name, a dot in a name being written {@code _}. Autograd
     * differentiates it; no formula of {@link #backward} may appear.
     */
    String torch();

    /** The same for arrays of another type than the network's, where a default depends on that type. */
    default String torch(DType network) {
        return torch();
    }

    /** How a right implementation may round. */
    Rounding rounding();

    /** What inputs like these hide: mistakes with which a layer computes the same from them. */
    default List<Hidden> hides(Tensor... x) {
        return List.of();
    }

    /**
     * Other right formulas of the layer, as TorchScript like {@link #torch}: each is tried on what no rounding of the usual one explains.
     * Some are right only where nothing cancels.
     */
    default List<String> alternatives() {
        return List.of();
    }

    /** The same for arrays of another type than the network's, where a default depends on that type. */
    default List<String> alternatives(DType network) {
        return alternatives();
    }

    /**
     * What its arrays are, as formulas that are looked through where one of them is wrong: the outputs by name, {@code dx} (or
     * {@code dx0} and so on), and the gradients by the names of the parameters. Operands go by the same names, inputs as {@code x}
     * ({@code x0} and so on of several), what comes from behind as {@code dy}. None where they are not written yet.
     */
    default List<Formula> formulas(DType network, Shape... x) {
        return List.of();
    }

    /** The only input's shape, or a refusal: for layers that take one. */
    default Shape one(Shape... x) {
        if (x.length != 1) {
            throw new BadInput(type() + " takes one input, and here are " + x.length);
        }
        return x[0];
    }

    /** Two inputs or more, or a refusal: for layers that join what they are given. */
    default Shape[] several(Shape... x) {
        if (x.length < 2) {
            throw new BadInput(type() + " takes two inputs or more, and here is " + x.length
                    + "; write \"inputs\": [\"a\", \"b\"]");
        }
        return x;
    }
}
