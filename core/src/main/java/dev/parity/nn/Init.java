package dev.parity.nn;

import dev.parity.tensor.Shape;

/** How PyTorch fills a fresh parameter. The bounds are computed in double, by the expressions of {@code torch.nn.init}. */
public sealed interface Init {
    /** Every element the same; draws nothing. */
    record Constant(double value) implements Init {}

    /** Uniform on [low, high). */
    record Uniform(double low, double high) implements Init {}

    /** Normal; row {@code zeroRow} is set to zero afterwards, unless it is negative. */
    record Normal(double mean, double std, int zeroRow) implements Init {}

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
     * {@code kaiming_uniform_(weight, a=sqrt(5))}, what Linear and the convolutions use: the bound is
     * √3 · gain / √fan_in with gain = √(2 / (1 + 5)). It equals 1/√fan_in on paper, but not in the last bit of a double.
     */
    static Init kaimingUniform(int fanIn) {
        double gain = Math.sqrt(2.0 / (1 + Math.pow(Math.sqrt(5), 2)));
        return uniform(Math.sqrt(3.0) * (gain / Math.sqrt(fanIn)));
    }

    /** {@code xavier_uniform_}: the bound is √3 · gain · √(2 / (fan_in + fan_out)). */
    static Init xavierUniform(Shape weight, double gain) {
        double std = gain * Math.sqrt(2.0 / (fanIn(weight) + fanOut(weight)));
        return uniform(Math.sqrt(3.0) * std);
    }

    /** Inputs that add up to one output: {@code weight.size(1)} times the receptive field. */
    static int fanIn(Shape weight) {
        return weight.dim(1) * weight.size(2, weight.rank());
    }

    static int fanOut(Shape weight) {
        return weight.dim(0) * weight.size(2, weight.rank());
    }
}
