package dev.parity.nn.loss;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Count;
import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A loss: PyTorch's module of the same name, said by hand and in PyTorch's own words. What holds for a
 * {@code Layer} holds here: the record is the JSON, {@code permits} is the registry.
 *
 * <p>In its frame the predictions are the inputs, and {@code target} (where there is one) and class weights are parameters
 * that have no gradient.
 */
public sealed interface Loss
        permits BCELoss,
                BCEWithLogitsLoss,
                CosineEmbeddingLoss,
                CrossEntropyLoss,
                Elementwise,
                GaussianNLLLoss,
                IdentityLoss,
                MarginRankingLoss,
                NLLLoss {
    default String type() {
        return getClass().getSimpleName();
    }

    Reduction reduction();

    /** Refuses predictions and a target that do not fit, with their shapes. */
    void check(Shape target, Shape... predictions);

    /** Refuses operands (class weights and the like, by name) that it does not take, or whose shapes do not fit. */
    default void checkOperands(Map<String, Shape> operands, Shape prediction) {
        only(operands);
    }

    /** Refuses targets that have no meaning, such as a label that is no class or a probability above 1. */
    default void checkTarget(Tensor target, Shape prediction) {}

    /** Whether it has a target at all. */
    default boolean takesTarget() {
        return true;
    }

    /** The type in which the target is wanted: labels stay integers, everything else is the network's type. */
    default DType targetType(DType given, DType network) {
        return network;
    }

    /** What predictions of such a shape hide: mistakes with which the loss is the same. */
    default List<Hidden> hides(Shape prediction) {
        return List.of();
    }

    /**
     * TorchScript that brings predictions {@code xs[i]} which PyTorch refuses into the loss's domain, before {@link #torch} is run on what
     * somebody else computed. The gradient is the one at the point that they were brought to.
     */
    default String intoDomain() {
        return "";
    }

    /** The loss's value, by hand; keeps in the frame what backward reads. */
    double forward(Frame at);

    /** Writes d(g · loss)/d(each prediction), by hand. */
    void backward(Frame at, double g);

    /** TorchScript that computes the scalar {@code value} from {@code x} (or {@code xs[i]}) and {@code target}. */
    String torch();

    /**
     * What rounding does to the loss, as a rule derived by hand: TorchScript that makes the standard deviations {@code s_value} and
     * {@code s_dx} (or {@code s_dx0} and so on) from {@code x}, {@code target}, operands (1 where they are not given), the size
     * {@code scale} of what the gradient is multiplied by, {@code value}, the size {@code dx} of the gradient, and the unit roundoff
     * {@code u}, with c2 = u²/4. Blank where there is none; then {@link #noisy} is drawn.
     */
    default String rounding() {
        return "";
    }

    /**
     * The worst that rounding does, likewise: {@code b_value} and {@code b_dx}, from what {@link #rounding} made on its way too; infinite
     * where it is not given. It is a test of that rule, and judges nothing.
     */
    default String bounds() {
        return "";
    }

    /** Other right formulas, as TorchScript like {@link #torch}. */
    default List<String> alternatives() {
        return List.of();
    }

    /**
     * What a right implementation may be off by, as TorchScript like {@link #torch}: {@code self.r(t, u)} rounds a result,
     * {@code self.a(t, m, u)} rounds at the size m. Unless a loss knows better, the predictions round, and the sum does.
     */
    default String noisy() {
        return """
                xs = [self.r(t, u) for t in xs]
                x = xs[0]
                %s
                value = self.a(value, torch.abs(value) * (1. + xs[0].numel()) ** 0.5, u)
                """.formatted(torch().strip());
    }

    /**
     * The deviation of a sum of n terms that may be added one by one, and all of one sign: max(√n / 2, n / 90) u Σ|terms|. In such a sum
     * each rounding may go the same way, half a unit in the last place of a partial sum that grows to the whole; 45 deviations are that worst case.
     */
    String SUMMED = "torch.square(u * max(0.5 * n ** 0.5, n / 90.) * %s)";

    /** The worst case of a value that is a sum of n terms, over d, whose sizes are m: each has been rounded some times, and is added n times at the most. */
    String SUM_AT_WORST = "b_value = (n + 8.) * u * torch.sum(m) / d\n";

    /**
     * Its value and its gradients ({@code value}, {@code dx}, or {@code dx0} and so on) as formulas that are looked through where one of
     * them is wrong: of the predictions {@code x}, {@code target} and the other operands by name. None where they are not written yet.
     *
     * @param scale what the loss is multiplied by
     */
    default List<Formula> formulas(Map<String, Tensor> operands, double scale) {
        return List.of();
    }

    /** A formula times the loss's scale, which is not written where it is 1. */
    default Node scaled(Node of, double scale) {
        return scale == 1 ? of : Constant.option("scale", scale).times(of);
    }

    /** A sum over all places, divided as the reduction says. */
    default Node reduced(Node sum, Axis[] axes) {
        return switch (reduction()) {
            case mean -> sum.over(Count.of(axes));
            case sum -> sum;
            case batchmean -> axes.length == 0 ? sum : sum.over(Count.of(axes[0]));
        };
    }

    /** The only prediction's shape, or a refusal. */
    default Shape one(Shape... predictions) {
        if (predictions.length != 1) {
            throw new BadInput(type() + " takes one input, and here are " + predictions.length);
        }
        return predictions[0];
    }

    /** Refuses anything but two predictions. */
    default void two(Shape... predictions) {
        if (predictions.length != 2) {
            throw new BadInput(type() + " takes two \"inputs\", and here are " + predictions.length);
        }
    }

    /** Refuses anything but two predictions of one shape. */
    default void pair(Shape... predictions) {
        two(predictions);
        if (!predictions[0].equals(predictions[1])) {
            throw new BadInput(type() + " takes two inputs of the same shape, and here are " + predictions[0] + " and "
                    + predictions[1]);
        }
    }

    /** Refuses operands of other names. */
    default void only(Map<String, Shape> operands, String... known) {
        operands.keySet().stream()
                .filter(name -> !List.of(known).contains(name))
                .forEach(name -> {
                    throw new BadInput(type() + " takes no \"" + name + "\"");
                });
    }

    /** For losses that compare element by element: the target has the prediction's shape, and nothing is broadcast. */
    default void sameShape(Shape target, Shape prediction) {
        if (!target.equals(prediction)) {
            throw new BadInput(type() + " compares a prediction of shape " + prediction + " with a target of shape "
                    + target + "; they must be equal (PyTorch would broadcast them, which is seldom what was meant)");
        }
    }
}
