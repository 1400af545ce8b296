package dev.parity.audit;

import dev.parity.audit.Walk.Operation;
import dev.parity.audit.Walk.Place;
import dev.parity.spec.Experiment;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The audit of one step under a plan, as a PyTorch program: {@code step} takes a roundoff for each operation, the candidate's arrays and
 * the operands, and returns a row of figures for each array, what the failing ones should be with the deviations of that, and what is
 * carried to the next step. {@code look} returns the operands of one operation. Everything happens on libtorch's side, so an array
 * crosses over once; a deviation is computed only where an element is further off than half a unit in the last place could explain, and
 * drawn only where operations are judged together, or where no rule gives it and float32 is not as far off.
 */
final class StepScript {
    /**
     * Runs with noise: enough for a deviation's own error to be a quarter. They come in pairs of opposite noise, so that what responds to one
     * side alone, such as a saturated softmax, responds in one of each pair.
     */
    private static final int DRAWS = 8;

    /**
     * How much larger than rounding the noise is that shows how rounding adds up: large enough that a kink within reach of 45
     * deviations is met in some draw, and in float64 that the draw's own rounding drowns in it; small enough for first order.
     */
    private static final double LARGER32 = 16;

    private static final double LARGER64 = 1024;

    private final Experiment experiment;
    private final Plan plan;
    private final Walk walk;
    private final List<Site> judged;
    private final List<Operand> operands;
    private final List<String> carried;

    StepScript(Experiment experiment, Plan plan) {
        this.experiment = experiment;
        this.plan = plan;
        this.walk = new Walk(experiment, plan);
        this.judged =
                walk.places().keySet().stream().filter(plan.judged()::contains).toList();
        this.operands = Stream.concat(walk.operands().stream(), judged.stream().map(Operand::recorded))
                .distinct()
                .toList();
        this.carried = walk.left().entrySet().stream()
                .filter(e -> !plan.held().contains(site(e.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Site site(Place place) {
        return walk.places().entrySet().stream()
                .filter(e -> e.getValue().operation() == place.operation()
                        && e.getValue().index() == place.index())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** The sites of the rows, in causal order, as of step 0. */
    List<Site> judged() {
        return judged;
    }

    /** What was not recorded with a site and so is judged together with it. */
    Set<Site> together(Site site) {
        return walk.places().get(site).together();
    }

    Place place(Site site) {
        return walk.places().get(site);
    }

    /** The arrays of nodes whose sum an array is. */
    List<Place> parts(Place place) {
        return walk.parts(place);
    }

    Optional<Place> placed(Site site) {
        return Optional.ofNullable(walk.places().get(site));
    }

    /** How many operations there are. */
    int operations() {
        return walk.operations().size();
    }

    Operation operation(int number) {
        return walk.operations().get(number);
    }

    /** What {@code step} is given after the roundoffs: the operands of the walk, and what is judged and no operand. */
    List<Operand> operands() {
        return operands;
    }

    /** The names of what {@code step} returns last: each with its value and its scatter. */
    List<String> carried() {
        return carried;
    }

    /** The operations of which something is judged together with what was not recorded. */
    Set<Integer> unrecorded() {
        return walk.places().values().stream()
                .filter(p -> !p.together().isEmpty())
                .map(Place::operation)
                .collect(Collectors.toSet());
    }

    /** The methods. */
    String code() {
        StringBuilder code = new StringBuilder();
        int n = walk.operations().size();
        String walked = "A: List[List[Tensor]], B: List[List[Tensor]], E: List[List[Tensor]], S: List[List[Tensor]]";
        String lists = walked + ", Q: List[List[Tensor]]";
        def(
                code,
                "lists(self) -> List[List[Tensor]]",
                List.of(
                        "all: List[List[Tensor]] = []",
                        "for i in range(%d):".formatted(n),
                        "  none: List[Tensor] = []",
                        "  all.append(none)",
                        "return all"));
        List<String> body = new ArrayList<>();
        List<Operand> operands = walk.operands();
        for (int i = 0; i < operands.size(); i++) {
            body.add("g%d = g[%d]".formatted(i, i));
        }
        body.addAll(walk.code());
        body.add("return %d".formatted(n));
        def(code, "walk(self, g: List[Tensor], " + walked + ", z: float) -> int", body);
        new DeviationScript(experiment, walk, lists).write(code);
        List<String> close = new ArrayList<>();
        walk.operations().forEach((k, operation) -> {
            close.add("if k == %d:".formatted(k));
            close.add("  return " + operation.far());
        });
        close.add("return self.far(c, e, u)");
        String arrays = "(self, k: int, i: int, c: Tensor, e: Tensor, u: float) -> Tensor";
        def(code, "close" + arrays, close);
        def(
                code,
                "whole" + arrays,
                List.of("if self.alike(c, e, u):", "  return torch.zeros([0], dtype=4)", "return self.far(c, e, u)"));
        def(code, "step(self, a: List[Tensor]) -> List[Tensor]", step());
        def(
                code,
                "look(self, a: List[Tensor]) -> List[Tensor]",
                List.of(
                        "g = self.wide(a[1:])",
                        "A = self.lists()",
                        "E = self.lists()",
                        "w = self.walk(g, A, self.lists(), E, self.lists(), 0.)",
                        "return A[int(a[0])]"));
        return code.toString();
    }

    private List<String> step() {
        List<Place> places = judged.stream().map(walk.places()::get).toList();
        List<Place> left = carried.stream().map(walk.left()::get).toList();
        String drawn = String.join(
                ", ",
                walk.places().entrySet().stream()
                        .filter(e -> !plan.held().contains(e.getKey()))
                        .map(e -> Integer.toString(e.getValue().operation()))
                        .distinct()
                        .toList());
        return """
                U = a[0]
                g = self.wide(a[1:1 + %12$d])
                J: List[int] = [%1$s]
                C = [a[1 + j] for j in J]
                A = self.lists()
                B = self.lists()
                E = self.lists()
                S = self.lists()
                Q = self.lists()
                V = self.lists()
                w = self.walk(g, A, B, E, S, 0.)
                K: List[int] = [%2$s]
                I: List[int] = [%3$s]
                T: List[bool] = [%4$s]
                LK: List[int] = [%5$s]
                LI: List[int] = [%6$s]
                D: List[int] = [%7$s]
                F = self.lists()
                far: List[Tensor] = []
                draws = len(LK) > 0
                for j in range(len(C)):
                  at = self.%11$s(K[j], I[j], C[j], E[K[j]][I[j]], float(U[K[j]]))
                  if at.numel() > 0 and not T[j]:
                    at = self.first(K[j], I[j], at, C[j], A, E, F, U)
                  far.append(at)
                  draws = draws or (at.numel() > 0 and T[j])
                z = %9$s if float(torch.amax(U)) > 1e-10 else %10$s
                if draws:
                  for k in D:
                    b = self.fill(k, A, B, E, S, Q, U)
                  for r in range(%8$d):
                    N = self.lists()
                    torch.manual_seed(r // 2)
                    w = self.walk(g, self.lists(), self.lists(), N, S, z if r %% 2 == 0 else -z)
                    for k in range(len(N)):
                      V[k] = self.scattered(V[k], N[k], E[k], z)
                rows: List[Tensor] = []
                out: List[Tensor] = []
                for j in range(len(C)):
                  k = K[j]
                  e = E[k][I[j]]
                  u = float(U[k])
                  at = far[j]
                  if at.numel() == 0:
                    rows.append(self.clean(C[j], e))
                  elif C[j].numel() != e.numel():
                    rows.append(self.mismatch(e))
                    out.append(e)
                    out.append(torch.zeros_like(e))
                  elif self.vanished(C[j]) and not self.sound(B[k], u):
                    rows.append(self.vacuous(e))
                  else:
                    lean = self.trend(C[j], e)
                    c = self.some(C[j], at)
                    if T[j]:
                      s = self.some(self.scatter(V[k][I[j]], self.full(k, I[j], A, B, E, S, Q, U), %8$d.), at)
                    else:
                      s = self.few(k, I[j], at, A, B, E, S, Q, U)
                    row = self.judge(c, self.some(e, at), s, u, e.numel(), lean)
                    if float(row[1]) > 0. and not T[j] and self.redraw(k, A, B, E, S, Q, U):
                      row = self.judge(c, self.some(e, at), self.some(S[k][I[j]], at), u, e.numel(), lean)
                    if float(row[1]) > 0. and not (self.sound(B[k], u) and self.representable(E[k][:I[j]], u)):
                      row = self.vacuous(e)
                    rows.append(row)
                    if float(row[1]) > 0.:
                      s = self.full(k, I[j], A, B, E, S, Q, U)
                      out.append(e)
                      out.append(self.scatter(V[k][I[j]], s, %8$d.) if T[j] else s)
                for j in range(len(LK)):
                  b = self.fill(LK[j], A, B, E, S, Q, U)
                  out.append(E[LK[j]][LI[j]])
                  out.append(self.scatter(V[LK[j]][LI[j]], S[LK[j]][LI[j]], %8$d.))
                return [torch.stack(rows) if len(rows) > 0 else torch.zeros([0], dtype=7)] + out
                """.formatted(
                judged.stream()
                        .map(site -> Integer.toString(operands.indexOf(Operand.recorded(site))))
                        .collect(Collectors.joining(", ")),
                numbers(places, Place::operation),
                numbers(places, Place::index),
                String.join(
                        ", ",
                        places.stream()
                                .map(p -> p.together().isEmpty() ? "False" : "True")
                                .toList()),
                numbers(left, Place::operation),
                numbers(left, Place::index),
                drawn,
                DRAWS,
                LARGER32,
                LARGER64,
                plan.whole() ? "whole" : "close",
                walk.operands().size()).lines().toList();
    }

    private static String numbers(List<Place> places, ToIntFunction<Place> number) {
        return places.stream().map(p -> Integer.toString(number.applyAsInt(p))).collect(Collectors.joining(", "));
    }

    static void def(StringBuilder code, String head, List<String> lines) {
        code.append("def ").append(head).append(":\n");
        lines.forEach(line -> code.append("  ").append(line).append('\n'));
    }
}
