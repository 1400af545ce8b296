package dev.parity.fault;

import java.util.List;

/**
 * A bug that people make and that no change to one array says, so that it cannot be planted.
 *
 * @param id as it would be called
 * @param why it is beyond planting, and how parity meets it all the same
 */
public record Beyond(String id, String why) {
    static final List<Beyond> ALL = List.of(
            new Beyond(
                    "loss-not-summed",
                    "the loss is left an array; a recorded trace with one is told apart by its shape, not by its numbers"),
            new Beyond(
                    "elementwise-instead-of-dot",
                    "X * (A - Y) has another shape than the weight; in a recorded trace the shape says so"),
            new Beyond(
                    "prenorm-residual-order",
                    "the skip's gradient goes through the norm too: an array of one layer made of another layer's"),
            new Beyond(
                    "square-avg-index-not-advanced",
                    "every weight takes the first one's accumulator, which has another weight's shape"),
            new Beyond(
                    "different-init-or-rng",
                    "both sides begin with the same weights by construction; a trace that begins with others is found by them"),
            new Beyond("l2-in-loss-float-noise", "it is rounding, and no bug: nothing should be found"));
}
