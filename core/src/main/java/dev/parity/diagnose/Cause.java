package dev.parity.diagnose;

import dev.parity.formula.Cut;
import dev.parity.formula.Node;
import dev.parity.formula.Values;
import java.util.Optional;

/** A hypothesis of how a wrong array was made. It can be tried again on the same array of another step, or of other sizes. */
sealed interface Cause permits Cast, Edit, Scaled, Mixture {
    /** A name for what kind of mistake it is: the same for all of its kind. */
    String id();

    int cost();

    /** The numbers that it predicts, as far as they are looked at; empty where it says nothing of this array. */
    Optional<Values> predict(Bench bench, Cut cut);

    /** What of the array it can be asked for. */
    Cut cut(Bench bench);

    /** Bits that its parameters cost, each as many as there were numbers to choose from. */
    double price(Bench bench, Score score);

    /** Whether a number was fitted that has no name, so that a second step has to agree. */
    default boolean unnamed() {
        return false;
    }

    /** Whether a number was found by its name, which another of the same value may have. */
    default boolean named() {
        return false;
    }

    /** What is wrong: a clause. */
    String words(Bench bench);

    /** The formula as the candidate has it. */
    String yours(Bench bench);

    /** What to write instead. */
    String advice(Bench bench);

    /** The base 2 logarithm. */
    static double bits(double count) {
        return Math.log(Math.max(count, 1)) / Math.log(2);
    }

    /** A cut for a tree. */
    static Cut cutFor(Optional<Node> tree, Bench bench) {
        return tree.map(bench::cutFor).orElse(bench.cut);
    }
}
