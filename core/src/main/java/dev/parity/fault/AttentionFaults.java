package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Predicate;

/** Of attention. */
final class AttentionFaults {
    private static final Predicate<Operation> Y =
            on(Phase.FORWARD, "y", "MultiheadAttention").and(o -> o.reads("in_proj_weight"));
    private static final Predicate<Operation> MASKED =
            o -> o.flag("is_causal") || o.reads("attn_mask") || o.reads("key_padding_mask");

    private AttentionFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "attention-scale-missing",
                    "the scores are Q K^T; right is that over the root of the heads' width",
                    Y.and(o -> o.number("embed_dim") > o.number("num_heads")),
                    at -> Attention.of(at, false, Attention.Mask.BEFORE)),
            new Fault(
                    "attention-mask-after-softmax",
                    "forbidden weights are set to 0 behind the softmax; right is a score of minus infinity before it",
                    Y.and(MASKED),
                    at -> Attention.of(at, true, Attention.Mask.AFTER)),
            new Fault(
                    "attention-mask-convention",
                    "the mask says nothing to the function that it is given to, and every query sees every key; right is to forbid some",
                    Y.and(MASKED),
                    at -> Attention.of(at, true, Attention.Mask.MISSING)));
}
