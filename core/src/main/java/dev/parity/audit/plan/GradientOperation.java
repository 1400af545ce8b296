package dev.parity.audit.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A weight's gradient: what each use of it adds, l2 w where it is penalised, and what was accumulated before.
 *
 * @param uses the arrays of nodes that it is made of
 */
public record GradientOperation(
        int number, List<Expected> uses, Optional<Penalty> penalty, Optional<Variable> accumulated, Reads reads)
        implements StepOperation {
    /** The slope of the penalty, l2 w. */
    record Penalty(Variable weight, double l2) {
        private String text() {
            return "%s * %s".formatted(weight.text(), l2);
        }
    }

    public GradientOperation {
        uses = List.copyOf(uses);
    }

    @Override
    public List<String> arguments() {
        List<String> all = new ArrayList<>();
        penalty.ifPresent(p -> all.add(p.text()));
        accumulated.ifPresent(a -> all.add(a.text()));
        return all;
    }

    private List<String> summands() {
        List<String> all = new ArrayList<>();
        uses.forEach(use -> all.add("E[%d][%d]".formatted(use.operation(), use.index())));
        for (int i = 0; i < arguments().size(); i++) {
            all.add("A[%d][%d]".formatted(number, i));
        }
        return all;
    }

    @Override
    public String arrays() {
        return "[" + String.join(" + ", summands()) + "]";
    }

    @Override
    public List<Integer> after() {
        return uses.stream().map(Expected::operation).toList();
    }

    @Override
    public List<Expected> parts() {
        return arguments().isEmpty() ? uses : List.of();
    }

    /** That of its parts, and of adding them. */
    @Override
    public String deviations() {
        List<String> all = new ArrayList<>();
        uses.forEach(use -> all.add("S[%d][%d]".formatted(use.operation(), use.index())));
        List<String> summands = summands();
        if (summands.size() == 1 && uses.size() == 1) {
            return "[" + all.get(0) + "]";
        }
        if (summands.size() > 1) {
            summands.forEach(s -> all.add("u * " + s));
        }
        return "[self.root([" + String.join(", ", all) + "])]";
    }
}
