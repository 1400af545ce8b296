package dev.parity.nn.loss;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;

/**
 * f = x where t = 1, max(0, margin - x) where t = -1: x is a distance, small for what belongs together.
 * <pre>
 *   ∂f/∂x = 1 where t = 1;  where t = -1, -1 up to x = margin (that included) and 0 beyond
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.HingeEmbeddingLoss.html">torch.nn.HingeEmbeddingLoss</a>
 */
public record HingeEmbeddingLoss(
        @Default("\"mean\"") Reduction reduction,
        @Default("1.0") double margin) implements Elementwise {
    public HingeEmbeddingLoss {
        reduction.notBatchmean("HingeEmbeddingLoss");
    }

    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        Targets.sign(this, target);
    }

    @Override
    public double f(double x, double t) {
        return t > 0 ? x : Math.max(0, margin - x);
    }

    @Override
    public double df(double x, double t) {
        return t > 0 ? 1 : x <= margin ? -1 : 0;
    }

    @Override
    public String torch() {
        return "value = torch.hinge_embedding_loss(x, target, %s, %d)".formatted(margin, reduction.torch());
    }

    @Override
    public String size() {
        return "torch.abs(x) + %s".formatted(Math.abs(margin));
    }

    @Override
    public String slope() {
        return "torch.where((x != %1$s) & (torch.abs(x - %1$s) < 2. * u * %2$s), torch.full_like(x, inf), torch.zeros_like(x))"
                .formatted(margin, Math.abs(margin));
    }

    @Override
    public Node f(Node x, Node t) {
        Node missing = Constant.option("margin", margin).minus(x);
        return x.where(t.is(Compare.Test.ABOVE, 0), missing.apply(Fn.RELU));
    }

    @Override
    public Node df(Node x, Node t) {
        Node near = x.is(Compare.Test.UP_TO, Constant.option("margin", margin)).negative();
        return Constant.of(1).where(t.is(Compare.Test.ABOVE, 0), near);
    }
}
