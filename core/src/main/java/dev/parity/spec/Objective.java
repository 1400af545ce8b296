package dev.parity.spec;

import dev.parity.nn.loss.Loss;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is minimised: Σ scale · loss over the terms, plus the penalty. */
public record Objective(List<Term> terms, Optional<Penalty> penalty) {
    /** The layer name under which the total stands in sites. */
    public static final String NAME = "loss";

    /**
     * @param name {@code loss} where there is one term
     * @param target a column of the data or a layer's output; the latter gets no gradient; empty where the loss takes none
     * @param tensors further operands, such as class weights, each with the tensor of the spec that it is
     */
    public record Term(
            String name,
            Loss loss,
            double scale,
            List<Wire> predictions,
            Optional<Wire> target,
            Map<String, String> tensors) {}

    /** l2/2 Σ w² over the weights named. */
    public record Penalty(double l2, List<String> weights) {}
}
