package dev.parity.nn;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;

/** How PyTorch fills a fresh parameter. The bounds are computed in double, by the expressions of {@code torch.nn.init}. */
public sealed interface Init {
    /** Every element the same; draws nothing. */
    record Constant(double value) implements Init {}

    /** Uniform on [low, high). */
    record Uniform(double low, double high) implements Init {}

    /** Normal; row {@code zeroRow} is set to zero afterwards, unless it is negative. */
    record Normal(double mean, double std, int zeroRow) implements Init {}

    /** Drawn in one way, and then filled in another: what was drawn is lost, but not what the generator has moved on. */
    record Refilled(Init drawn, Init kept) implements Init {}

    /** Zero, and a whole number in every network: a count. Draws nothing. */
    record Count() implements Init {
        @Override
        public DType dtype(DType network) {
            return DType.INT64;
        }
    }

    /** The type of the elements in a network of the given type. */
    default DType dtype(DType network) {
        return network;
    }

    static Init zeros() {
        return new Constant(0);
    }

    static Init ones() {
        return new Constant(1);
    }

    /** Uniform on [-bound, bound). */
    static Init uniform(double bound) {
        return new Uniform(-bound, bound);
    }

    static Init normal(double mean, double std) {
        return new Normal(mean, std, -1);
    }

    /**
     * {@code kaiming_uniform_(weight, a=sqrt(5))}, what Linear and the convolutions use. The bound equals 1/√fan_in on
     * paper, but not in the last bit of a double.
     */
    static Init kaimingUniform(int fanIn) {
        return kaimingUniform(fanIn, Math.sqrt(2.0 / (1 + Math.pow(Math.sqrt(5), 2))));
    }

    /** {@code kaiming_uniform_}: the bound is √3 · gain / √fan. */
    static Init kaimingUniform(int fan, double gain) {
        return uniform(Math.sqrt(3.0) * (gain / Math.sqrt(fan)));
    }

    /** {@code kaiming_normal_}: the deviation is gain / √fan. */
    static Init kaimingNormal(int fan, double gain) {
        return normal(0, gain / Math.sqrt(fan));
    }

    /** {@code xavier_uniform_}: the bound is √3 · gain · √(2 / (fan_in + fan_out)). */
    static Init xavierUniform(Shape weight, double gain) {
        return uniform(Math.sqrt(3.0) * xavierStd(weight, gain));
    }

    /** {@code xavier_normal_}: the deviation is gain · √(2 / (fan_in + fan_out)). */
    static Init xavierNormal(Shape weight, double gain) {
        return normal(0, xavierStd(weight, gain));
    }

    private static double xavierStd(Shape weight, double gain) {
        return gain * Math.sqrt(2.0 / (fanIn(weight) + fanOut(weight)));
    }

    /** Inputs that add up to one output: {@code weight.size(1)} times the receptive field. */
    static int fanIn(Shape weight) {
        return weight.dim(1) * weight.size(2, weight.rank());
    }

    static int fanOut(Shape weight) {
        return weight.dim(0) * weight.size(2, weight.rank());
    }
}
