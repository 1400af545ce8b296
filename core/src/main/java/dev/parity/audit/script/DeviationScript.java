package dev.parity.audit.script;

import dev.parity.audit.plan.Expected;
import dev.parity.audit.plan.NodeOperands;
import dev.parity.audit.plan.NodeOperation;
import dev.parity.audit.plan.StepOperation;
import dev.parity.audit.plan.Walk;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The deviations of a step's operations, as methods of its program, each computed when it is wanted and kept in {@code S}:
 * <pre>
 *   full(k, i, ...)      of operation k's i-th array
 *   few(k, i, at, ...)   of some of its elements, at less cost where that can be
 *   redraw(k, ...)       draws them more often, where they are drawn; says whether they are
 * </pre>
 */
final class DeviationScript {
    private static final Template DEVIATIONS = Template.of("deviations");
    private static final Template FORK = Template.of("fork");
    private static final Template PRODUCTS = Template.of("few_products");
    private static final Template REDRAW = Template.of("redraw");

    /** Further draws of a drawn deviation before an array is said to be beyond it. */
    static final int AGAIN = 4;

    /** Draws of what rounding does where gradients meet. */
    private static final int FORKED = 4;

    private final Experiment experiment;
    private final Walk walk;

    DeviationScript(Experiment experiment, Walk walk) {
        this.experiment = experiment;
        this.walk = walk;
    }

    String code() {
        String forks = walk.nodes().stream()
                .filter(NodeOperation::forks)
                .map(this::fork)
                .collect(Collectors.joining());
        return forks
                + DEVIATIONS.fill(Map.of(
                        "base", fill(false),
                        "fill", fill(true),
                        "few", String.join("\n", few()),
                        "redraw", String.join("\n", redraw())));
    }

    /**
     * Deviations of some elements of operation k's i-th array: where each depends on its own operands alone, or on sums of squares, of no
     * others.
     */
    private List<String> few() {
        List<String> body = new ArrayList<>();
        for (StepOperation operation : walk.operations()) {
            operation.deviationsOfSome().ifPresent(some -> {
                body.add("if k == %d:".formatted(operation.number()));
                body.add("  u = float(U[k])");
                body.add("  return (%s)[i]".formatted(some));
            });
        }
        for (StepOperation operation : walk.operations()) {
            walk.alone(operation.number()).ifPresent(part -> body.addAll(ofNode(operation.number(), part)));
        }
        List<Objective.Term> terms = experiment.objective().terms();
        for (int t = 0; t < terms.size(); t++) {
            if (!terms.get(t).loss().rounding().isBlank()) {
                body.addAll(ofLoss(t, terms.get(t)));
            }
        }
        return body;
    }

    /** @param part what operation k's array is of its node's */
    private List<String> ofNode(int k, Expected part) {
        List<String> body = new ArrayList<>();
        int node = part.operation();
        if (walk.rounding(node).tellsArraysApart() && walk.node(node).ruledAlone()) {
            body.add("if k == %d and len(S[%d]) == 0:".formatted(k, node));
            int arrays = k == node
                    ? NodeOperands.of(experiment, experiment.nodes().get(node))
                            .made()
                            .size()
                    : 1;
            for (int i = 0; i < arrays; i++) {
                int which = k == node ? i : part.index();
                body.addAll(one(i, "s%d_%d".formatted(node, which), node));
            }
        }
        if (walk.rounding(node).addsProducts() && !walk.node(node).forks()) {
            body.add(PRODUCTS.fill(Map.of("operation", k, "node", node, "index", Walk.index(k, part)))
                    .strip());
        }
        return body;
    }

    private List<String> ofLoss(int t, Objective.Term term) {
        List<String> body = new ArrayList<>();
        int k = experiment.nodes().size() + t;
        body.add("if k == %1$d and len(S[%1$d]) == 0:".formatted(k));
        for (int i = 0; i <= term.predictions().size(); i++) {
            body.addAll(one(i, "m%d_%d".formatted(t, i), k));
        }
        return body;
    }

    /** The i-th array's deviations, by a method that makes no others. */
    private static List<String> one(int i, String method, int operation) {
        return List.of(
                "  if i == %d:".formatted(i),
                "    return self.some(self.%1$s(A[%2$d], E[%2$d], float(U[%2$d]))[0], at)"
                        .formatted(method, operation));
    }

    /** Deviations of operation k, unless they are known: of those that need no others, or of all. */
    private String fill(boolean all) {
        List<String> body = new ArrayList<>();
        for (StepOperation operation : walk.operations()) {
            boolean byItself = operation.after().isEmpty();
            if (!byItself && !all) {
                continue;
            }
            int k = operation.number();
            body.add("if k == %d:".formatted(k));
            List<Integer> first = byItself && all ? List.of(k) : operation.after();
            first.stream().distinct().forEach(o -> body.add("  b = self.base(%d, A, B, E, S, Q, U)".formatted(o)));
            if (!(byItself && all)) {
                body.add("  S[%d] = %s".formatted(k, operation.deviations()));
            }
        }
        return String.join("\n", body);
    }

    /**
     * Deviations of a node whose dL/dy is a sum: what rounding does to the sum, √(Σ part²) u, is sent through the node, which is linear
     * in it, a few times. Outputs and buffers are not made of dL/dy, and keep their own.
     */
    private String fork(NodeOperation operation) {
        String noise = operation.places().stream()
                .map(parts -> parts.size() < 2
                        ? "torch.zeros([], dtype=7)"
                        : "u * self.root(["
                                + parts.stream().map("b[%d]"::formatted).collect(Collectors.joining(", "))
                                + "])")
                .collect(Collectors.joining(", "));
        Node node = experiment.nodes().get(operation.number());
        int outputs = node.outputs().size();
        return FORK.fill(Map.of(
                "number", operation.number(),
                "outputs", outputs,
                "noise", noise,
                "draws", FORKED,
                "first", outputs + NodeOperands.of(experiment, node).buffers()));
    }

    /** Draws the deviations of operation k, or of the one that it takes them from, more often; says whether they are drawn at all. */
    private List<String> redraw() {
        List<String> body = new ArrayList<>();
        for (StepOperation operation : walk.operations()) {
            int k = operation.number();
            for (int from : operation.after().isEmpty() ? List.of(k) : operation.after()) {
                if (drawn(from)) {
                    body.add(REDRAW.fill(Map.of(
                                    "operation", k,
                                    "from", from,
                                    "deviations", walk.operation(from).deviations(),
                                    "again", AGAIN,
                                    "all", AGAIN + 1))
                            .strip());
                }
            }
            if (operation.after().stream().anyMatch(this::drawn)) {
                body.add("if k == %d:".formatted(k));
                body.add("  S[%d] = %s".formatted(k, operation.deviations()));
            }
        }
        return body;
    }

    /** Whether an operation's deviations are drawn. */
    private boolean drawn(int operation) {
        int term = operation - experiment.nodes().size();
        return term < 0
                ? walk.rounding(operation).drawn()
                : term < experiment.objective().terms().size()
                        && experiment
                                .objective()
                                .terms()
                                .get(term)
                                .loss()
                                .rounding()
                                .isBlank();
    }
}
