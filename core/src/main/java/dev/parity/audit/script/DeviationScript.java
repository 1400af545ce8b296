package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
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

    void write(StringBuilder code) {
        walk.forks().forEach((k, branches) -> code.append(fork(k, branches)));
        code.append(DEVIATIONS.fill(Map.of(
                "base", fill(false),
                "fill", fill(true),
                "few", String.join("\n", few()),
                "redraw", String.join("\n", redraw()))));
    }

    /**
     * Deviations of some elements of operation k's i-th array: where each depends on its own operands alone, or on sums of squares, of no
     * others.
     */
    private List<String> few() {
        List<String> body = new ArrayList<>();
        walk.operations().forEach((k, operation) -> {
            if (walk.elementwise().contains(k)) {
                body.add("if k == %d:".formatted(k));
                body.add("  u = float(U[k])");
                body.add("  return (%s)[i]"
                        .formatted(operation
                                .deviations()
                                .replace("A[%d]".formatted(k), "self.each(A[%d], at)".formatted(k))
                                .replace("E[%d]".formatted(k), "self.each(E[%d], at)".formatted(k))));
            }
        });
        walk.operations().forEach((k, operation) -> walk.alone(k).ifPresent(part -> {
            int node = part.operation();
            if (ruled(node)) {
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
            if (walk.rounding(node).addsProducts() && !walk.forks().containsKey(node)) {
                body.add(PRODUCTS.fill(Map.of("operation", k, "node", node, "index", Walk.index(k, part)))
                        .strip());
            }
        }));
        int nodes = experiment.nodes().size();
        List<Objective.Term> terms = experiment.objective().terms();
        for (int t = 0; t < terms.size(); t++) {
            if (!terms.get(t).loss().rounding().isBlank()) {
                body.add("if k == %1$d and len(S[%1$d]) == 0:".formatted(nodes + t));
                for (int i = 0; i <= terms.get(t).predictions().size(); i++) {
                    body.addAll(one(i, "m%d_%d".formatted(t, i), nodes + t));
                }
            }
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

    /** Whether a node's deviations are those of its rule alone, which makes each array's by itself. */
    private boolean ruled(int node) {
        return walk.rounding(node).tellsArraysApart()
                && walk.operations().get(node).deviations().startsWith("self.s" + node + "(");
    }

    /** Deviations of operation k, unless they are known: of those that need no others, or of all. */
    private String fill(boolean all) {
        List<String> body = new ArrayList<>();
        walk.operations().forEach((k, operation) -> {
            if (!operation.reads().isEmpty() && !all) {
                return;
            }
            body.add("if k == %d:".formatted(k));
            if (operation.reads().isEmpty() && all) {
                body.add("  b = self.base(%d, A, B, E, S, Q, U)".formatted(k));
            } else {
                operation.reads().stream()
                        .distinct()
                        .forEach(r -> body.add("  b = self.base(%d, A, B, E, S, Q, U)".formatted(r)));
                body.add("  S[%d] = %s".formatted(k, operation.deviations()));
            }
        });
        return String.join("\n", body);
    }

    /**
     * Deviations of a node whose dL/dy is a sum: what rounding does to the sum, √(Σ part²) u, is sent through the node, which is linear
     * in it, a few times. Outputs and buffers are not made of dL/dy, and keep their own.
     */
    private String fork(int number, List<List<Integer>> branches) {
        String noise = branches.stream()
                .map(parts -> parts.size() < 2
                        ? "torch.zeros([], dtype=7)"
                        : "u * self.root(["
                                + parts.stream().map("b[%d]"::formatted).collect(Collectors.joining(", "))
                                + "])")
                .collect(Collectors.joining(", "));
        Node node = experiment.nodes().get(number);
        return FORK.fill(Map.of(
                "number", number,
                "outputs", branches.size(),
                "noise", noise,
                "draws", FORKED,
                "first", branches.size() + NodeOperands.of(experiment, node).buffers()));
    }

    /** Draws the deviations of operation k, or of the one that it takes them from, more often; says whether they are drawn at all. */
    private List<String> redraw() {
        List<String> body = new ArrayList<>();
        walk.operations().forEach((k, operation) -> {
            for (int from : operation.reads().isEmpty() ? List.of(k) : operation.reads()) {
                if (drawn(from)) {
                    body.add(REDRAW.fill(Map.of(
                                    "operation", k,
                                    "from", from,
                                    "deviations", walk.operations().get(from).deviations(),
                                    "again", AGAIN,
                                    "all", AGAIN + 1))
                            .strip());
                }
            }
            if (!operation.reads().isEmpty() && operation.reads().stream().anyMatch(this::drawn)) {
                body.add("if k == %d:".formatted(k));
                body.add("  S[%d] = %s".formatted(k, operation.deviations()));
            }
        });
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
