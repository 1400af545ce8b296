package dev.parity.diagnose;

import dev.parity.formula.Node;
import java.util.Optional;

/** One change to a formula that can be made again to the formula of another step or of other sizes. */
interface Change {
    /** What is wrong, in words. */
    String words();

    int cost();

    /** The formula with it; empty where there is no such place in it. */
    Optional<Node> in(Node tree, Bench bench);

    /** What belongs there, and what stands there. */
    Optional<Written> written(Node tree, Bench bench);

    /** The right part of a formula beside the wrong one. */
    record Written(String right, String wrong) {}
}
