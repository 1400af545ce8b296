package dev.parity.nn.optim;

import dev.parity.formula.Formula;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An optimizer: torch.optim's class of the same name, said by hand and in PyTorch's own words, for one parameter.
 * What holds for a {@code Layer} holds here: the record is the JSON, {@code permits} is the registry.
 */
public sealed interface Optimizer permits Adadelta, Adagrad, Adam, AdamW, Adamax, NAdam, RAdam, RMSprop, SGD {
    default String type() {
        return getClass().getSimpleName();
    }

    /** The learning rate that a schedule starts from. */
    double lr();

    /** What OneCycleLR cycles beside the learning rate: the momentum or the first beta; NaN where there is neither. */
    default double momentum() {
        return Double.NaN;
    }

    /** The same optimizer with another {@link #momentum()}. */
    default Optimizer withMomentum(double momentum) {
        throw new BadInput(type() + " has no momentum to cycle; write \"cycle_momentum\": false");
    }

    /** Options that torch.optim reads once for all parameter groups, so that a group cannot have its own. */
    default Set<String> notByGroup() {
        return Set.of();
    }

    /** Its state, by torch.optim's names. */
    default List<State> state() {
        return List.of();
    }

    /** Takes one step, by hand: changes the weight and the state in place. */
    void step(Update at);

    /**
     * The same step in PyTorch's own words, operation by operation as torch.optim's {@code _single_tensor} functions do
     * it: TorchScript that makes new values of {@code w} and of each state from them, from the gradient {@code g}, the
     * learning rate {@code lr} and {@code momentum} of this step (floats) and its number {@code t} (an int, from 1).
     */
    String torch();

    /**
     * The same step where a state that is one number is held in float32 though the arrays are in float64, as PyTorch holds it unless its default
     * type is float64: TorchScript as in {@link #torch()}, in which the new number is {@code ulps} (a float) of float32's units beside what it
     * would be from an exact one before. None where no state is like that, or where float32 holds it exactly.
     */
    default Optional<String> torchInFloat32() {
        return Optional.empty();
    }

    /**
     * Each state after a step, by name, and {@code move}, the new weight less the old one, as formulas that are looked through where one of
     * them is wrong: of {@code gradient}, {@code weight} and the states before the step. None where they are not written yet.
     *
     * @param lr the learning rate of this step
     * @param momentum of this step, {@link #momentum()} unless a schedule moves it
     * @param t the number of this step, from 1
     */
    default List<Formula> formulas(Shape weight, double lr, double momentum, int t) {
        return List.of();
    }

    /**
     * The worst that rounding does to a step, of first order, over the sizes of the terms, never that of a result in which they may
     * cancel: TorchScript that makes {@code b_w} and {@code b_} of each state from the sizes of what stood before ({@code w}, {@code g}
     * and the states) and of what comes out ({@code new_w}, {@code new_} of each state), from {@code lr}, {@code momentum}, the
     * number {@code t} of the step (floats), the unit roundoff {@code u}, and {@code tiny}, below which numbers vanish. A hyperparameter
     * may be held in the arrays' own type. {@code G} is the size of g ← ±g + λ w.
     */
    String rounding();
}
