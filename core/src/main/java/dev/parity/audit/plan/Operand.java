package dev.parity.audit.plan;

import dev.parity.trace.Phase;
import dev.parity.trace.Site;

/**
 * Something that an audit's program is given.
 *
 * @param name of a column, node, tensor or weight; empty where the site says all
 * @param site of a recorded array, as of step 0
 */
public record Operand(Kind kind, String name, Site site) {
    public enum Kind {
        /** A column of the batch. */
        COLUMN,
        /** A mask of the batch, by node. */
        MASK,
        /** A constant, by tensor. */
        CONSTANT,
        /** A weight, buffer or optimizer state as the step before left it. */
        BEFORE,
        /** The gradient of the step before, where gradients accumulate; zero at first. */
        SUMMED,
        /** By how much one of these may be off that was not recorded but carried, as a deviation of each element. */
        SCATTER,
        /** An array that the candidate recorded. */
        RECORDED,
        /** Learning rate, momentum and number of the update, for each weight. */
        RATES
    }

    public static Operand of(Kind kind, String name) {
        return new Operand(kind, name, new Site(0, Phase.DATA, "", ""));
    }

    static Operand recorded(Site site) {
        return new Operand(Kind.RECORDED, "", site.at(0));
    }

    /** The name under which a summed gradient is carried. */
    public static String summed(String weight) {
        return "gradient of " + weight;
    }
}
