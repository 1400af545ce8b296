package dev.parity.audit.plan;

import dev.parity.trace.Site;
import java.util.List;
import java.util.Set;

/**
 * What an operation reads that depends on the candidate. If that is not finite, neither need be what the operation makes, and if it is coarse, so is
 * that.
 *
 * @param variables in the order in which they are read
 * @param operands those that were recorded or carried
 * @param unrecorded sites of step 0 of what was not recorded
 */
public record Reads(List<Variable> variables, Set<Operand> operands, Set<Site> unrecorded) {
    public Reads {
        variables = List.copyOf(variables);
        operands = Set.copyOf(operands);
        unrecorded = Set.copyOf(unrecorded);
    }
}
