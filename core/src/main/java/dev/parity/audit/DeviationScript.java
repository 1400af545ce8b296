package dev.parity.audit;

import dev.parity.nn.Rounding;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import java.util.ArrayList;
import java.util.List;
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
    /** Further draws of a drawn deviation before an array is said to be beyond it. */
    static final int AGAIN = 4;

    /** Draws of what rounding does where gradients meet. */
    private static final int FORKED = 4;

    private final Experiment experiment;
    private final Walk walk;
    private final String lists;

    /** @param lists the parameters that hold operands, arrays and deviations by operation */
    DeviationScript(Experiment experiment, Walk walk, String lists) {
        this.experiment = experiment;
        this.walk = walk;
        this.lists = lists;
    }

    void write(StringBuilder code) {
        walk.forks()
                .forEach((k, branches) -> StepScript.def(
                        code,
                        "fork%d(self, a: List[Tensor], b: List[Tensor], e: List[Tensor], u: float) -> List[Tensor]"
                                .formatted(k),
                        fork(k, branches)));
        fill(code, "base", false);
        fill(code, "fill", true);
        StepScript.def(
                code,
                "full(self, k: int, i: int, " + lists + ", U: Tensor) -> Tensor",
                List.of("b = self.fill(k, A, B, E, S, Q, U)", "return S[k][i]"));
        StepScript.def(code, "few(self, k: int, i: int, at: Tensor, " + lists + ", U: Tensor) -> Tensor", few());
        StepScript.def(code, "redraw(self, k: int, " + lists + ", U: Tensor) -> bool", redraw());
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
            if (walk.rounding(node) instanceof Rounding.Products
                    && !walk.forks().containsKey(node)) {
                body.addAll("""
                        if k == %1$d and len(S[%2$d]) == 0:
                          u = float(U[%2$d])
                          if len(Q[%2$d]) == 0:
                            Q[%2$d] = self.q%2$d(A[%2$d], E[%2$d], u)
                          return self.p%2$d(%3$s, at, Q[%2$d], A[%2$d], E[%2$d], u)[0]
                        """.formatted(k, node, Walk.index(k, part)).lines().toList());
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
        body.add("return self.some(self.full(k, i, A, B, E, S, Q, U), at)");
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
        return walk.rounding(node) instanceof Rounding.Ruled
                && walk.operations().get(node).deviations().startsWith("self.s" + node + "(");
    }

    /** Deviations of operation k, unless they are known: of those that need no others, or of all. */
    private void fill(StringBuilder code, String name, boolean all) {
        List<String> body = new ArrayList<>(List.of("if len(S[k]) > 0:", "  return 0", "u = float(U[k])"));
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
        body.add("return 0");
        StepScript.def(code, name + "(self, k: int, " + lists + ", U: Tensor) -> int", body);
    }

    /**
     * Deviations of a node whose dL/dy is a sum: what rounding does to the sum, √(Σ part²) u, is sent through the node, which is linear
     * in it, a few times. Outputs and buffers are not made of dL/dy, and keep their own.
     */
    private List<String> fork(int number, List<List<Integer>> branches) {
        List<String> noise = branches.stream()
                .map(parts -> parts.size() < 2
                        ? "torch.zeros([], dtype=7)"
                        : "u * self.root(["
                                + parts.stream().map("b[%d]"::formatted).collect(Collectors.joining(", "))
                                + "])")
                .toList();
        Node node = experiment.nodes().get(number);
        int first = branches.size() + NodeOperands.of(experiment, node).buffers();
        return """
                s = self.s%1$d(a, e, u)
                n = len(a) - %2$d
                v: List[Tensor] = [torch.zeros_like(t) for t in s]
                for r in range(%4$d):
                  d = self.e%1$d(a[:n] + [t * self.normal(t) for t in [%3$s]])
                  v = [self.root([v[i], d[i]]) for i in range(len(v))]
                out = s[:%5$d]
                for i in range(%5$d, len(s)):
                  out.append(self.scatter(v[i], s[i], %4$d.))
                return out
                """.formatted(number, branches.size(), String.join(", ", noise), FORKED, first)
                .lines()
                .toList();
    }

    /** Draws the deviations of operation k, or of the one that it takes them from, more often; says whether they are drawn at all. */
    private List<String> redraw() {
        List<String> body = new ArrayList<>(List.of("u = float(U[k])", "drawn = False"));
        walk.operations().forEach((k, operation) -> {
            for (int from : operation.reads().isEmpty() ? List.of(k) : operation.reads()) {
                if (drawn(from)) {
                    body.addAll("""
                            if k == %1$d:
                              drawn = True
                              n: List[Tensor] = []
                              for t in S[%2$d]:
                                n.append(t)
                              for r in range(%4$d):
                                s = %3$s
                                for i in range(len(s)):
                                  n[i] = self.root([n[i], s[i]])
                              S[%2$d] = [t / %5$d. ** 0.5 for t in n]
                            """.formatted(
                            k, from, walk.operations().get(from).deviations(), AGAIN, AGAIN + 1).lines().toList());
                }
            }
            if (!operation.reads().isEmpty() && operation.reads().stream().anyMatch(this::drawn)) {
                body.add("if k == %d:".formatted(k));
                body.add("  S[%d] = %s".formatted(k, operation.deviations()));
            }
        });
        body.add("return drawn");
        return body;
    }

    /** Whether an operation's deviations are drawn. */
    private boolean drawn(int operation) {
        int term = operation - experiment.nodes().size();
        return term < 0
                ? walk.rounding(operation) instanceof Rounding.Noisy
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
