package dev.parity.audit;

import dev.parity.audit.Walk.Operation;
import dev.parity.audit.Walk.Place;
import dev.parity.spec.Experiment;
import dev.parity.spec.Objective;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The audit of one step under a plan, as a PyTorch program.
 * <pre>
 *   step       takes a roundoff for each operation and the operands; returns what is expected of each array, and the deviations of those that
 *              are {@link #told}, and keeps the rest for suspects
 *   usual      takes a roundoff for each operation; returns what rounding does to each of these as a rule, over u/2 times the root mean
 *              square of its row; 0 where that says nothing
 *   suspects   takes a roundoff for each operation, the numbers of the arrays that a {@link Screen} found something in (with 1 where
 *              the candidate's is not finite), and for each the places of what it found and what the candidate has there; returns a row of figures
 *              for each, what runs in float32 have shown, what the failing ones should be with the deviations of that, and what is carried to the next
 *              step
 *   look       takes the number of an operation and the operands; returns what the operation reads
 * </pre>
 * A deviation is computed only where an element is further off than half a unit in the last place could explain, and drawn only where
 * operations are judged together, or where no rule gives it and float32 is not as far off.
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
    private final List<String> carried;
    private final List<Integer> told;
    private final FirstScript first;

    StepScript(Experiment experiment, Plan plan) {
        this.experiment = experiment;
        this.plan = plan;
        this.walk = new Walk(experiment, plan);
        this.judged =
                walk.places().keySet().stream().filter(plan.judged()::contains).toList();
        this.first = new FirstScript(
                experiment, walk, judged.stream().map(walk.places()::get).toList());
        this.told = losses();
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

    /**
     * The numbers of the arrays whose deviations are told with the step: of the losses, where differences of large numbers are suspect in
     * nearly every step, and a rule for a few hundred of them costs less than the way to it.
     */
    List<Integer> told() {
        return told;
    }

    private List<Integer> losses() {
        int first = experiment.nodes().size();
        List<Objective.Term> terms = experiment.objective().terms();
        if (plan.whole() || terms.stream().anyMatch(t -> t.loss().rounding().isBlank())) {
            return List.of();
        }
        return IntStream.range(0, judged.size())
                .filter(i -> {
                    Place p = walk.places().get(judged.get(i));
                    return p.operation() >= first
                            && p.operation() <= first + terms.size()
                            && p.together().isEmpty();
                })
                .boxed()
                .toList();
    }

    /** The numbers of the arrays of which {@code suspects} tells what runs in float32 have shown. */
    List<Integer> shows() {
        return first.shows();
    }

    /** What {@code step} is given. */
    List<Operand> operands() {
        return walk.operands();
    }

    /** Where among the operands a weight, buffer or state is as it was before the step; -1 of what is none, or not recorded. */
    int before(Site site) {
        boolean moves = site.phase() == Phase.UPDATE || site.phase() == Phase.STATE;
        return moves ? operands().indexOf(Operand.of(Operand.Kind.BEFORE, site.name())) : -1;
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
        first.write(code);
        def(code, "step(self, a: List[Tensor]) -> List[Tensor]", step());
        def(code, "usual(self, a: List[Tensor]) -> List[Tensor]", usual());
        def(code, "suspects(self, a: List[Tensor]) -> List[Tensor]", suspects());
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
        List<Place> losses = told.stream().map(places::get).toList();
        return """
                none: List[List[List[Tensor]]] = []
                self.kept = none
                g = self.wide(a[1:])
                A = self.lists()
                B = self.lists()
                E = self.lists()
                S = self.lists()
                w = self.walk(g, A, B, E, S, 0.)
                self.kept = [[g], A, B, E, S]
                Q = self.lists()
                %sreturn [%s]
                """.formatted(
                losses.stream()
                        .map(p -> "b = self.fill(%d, A, B, E, S, Q, a[0])\n".formatted(p.operation()))
                        .distinct()
                        .collect(Collectors.joining()),
                Stream.concat(
                                places.stream().map(p -> whole("E", p)),
                                losses.stream().map(p -> whole("S", p)))
                        .collect(Collectors.joining(", "))).lines().toList();
    }

    private static String whole(String list, Place place) {
        return "%s[%d][%d].double().contiguous()".formatted(list, place.operation(), place.index());
    }

    private List<String> usual() {
        List<String> body = new ArrayList<>(List.of("A = self.kept[1]", "E = self.kept[3]", "L: List[float] = []"));
        judged.stream()
                .map(walk.places()::get)
                .map(p -> walk.alone(p)
                        .map(n -> "L.append(self.usual%1$d(A[%1$d], E[%1$d], float(a[0][%1$d]))[%2$d])"
                                .formatted(n.operation(), n.index()))
                        .orElse("L.append(0.)"))
                .forEach(body::add);
        body.add("return [torch.tensor(L, dtype=7)]");
        return body;
    }

    private List<String> suspects() {
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
                W = a[1]
                g = self.kept[0][0]
                A = self.kept[1]
                B = self.kept[2]
                E = self.kept[3]
                S = self.kept[4]
                none: List[List[List[Tensor]]] = []
                self.kept = none
                Q = self.lists()
                V = self.lists()
                F = self.lists()
                K: List[int] = [%1$s]
                I: List[int] = [%2$s]
                T: List[bool] = [%3$s]
                LK: List[int] = [%4$s]
                LI: List[int] = [%5$s]
                D: List[int] = [%6$s]
                draws = len(LK) > 0
                for m in range(W.size(0)):
                  draws = draws or T[int(W[m, 0])]
                z = %8$s if float(torch.amax(U)) > 1e-10 else %9$s
                if draws:
                  for k in D:
                    b = self.fill(k, A, B, E, S, Q, U)
                  for r in range(%7$d):
                    N = self.lists()
                    torch.manual_seed(r // 2)
                    w = self.walk(g, self.lists(), self.lists(), N, S, z if r %% 2 == 0 else -z)
                    for k in range(len(N)):
                      V[k] = self.scattered(V[k], N[k], E[k], z)
                rows: List[Tensor] = []
                out: List[Tensor] = []
                for m in range(W.size(0)):
                  j = int(W[m, 0])
                  k = K[j]
                  e = E[k][I[j]]
                  u = float(U[k])
                  at = a[2 + 2 * m]
                  c = a[3 + 2 * m]
                  if not T[j]:
                    stays = self.first(k, I[j], at, c, A, E, Q, F, U)
                    if stays.numel() < at.numel():
                      at = torch.index_select(at, 0, stays)
                      c = torch.index_select(c, 0, stays)
                  if at.numel() == 0:
                    rows.append(self.clean())
                  elif int(W[m, 1]) > 0 and not self.sound(B[k], u):
                    rows.append(self.vacuous(e))
                  else:
                    if T[j]:
                      s = self.some(self.scatter(V[k][I[j]], self.full(k, I[j], A, B, E, S, Q, U), %7$d.), at)
                    else:
                      s = self.few(k, I[j], at, A, B, E, S, Q, U)
                    row = self.judge(c, self.some(e, at), s, u, e.numel())
                    if float(row[0]) > 0. and not T[j] and self.redraw(k, A, B, E, S, Q, U):
                      row = self.judge(c, self.some(e, at), self.some(S[k][I[j]], at), u, e.numel())
                    if float(row[0]) > 0. and not (self.sound(B[k], u) and self.representable(E[k][:I[j]], u)):
                      row = self.vacuous(e)
                    rows.append(row)
                    if float(row[0]) > 0.:
                      s = self.full(k, I[j], A, B, E, S, Q, U)
                      out.append(e)
                      out.append(self.scatter(V[k][I[j]], s, %7$d.) if T[j] else s)
                for j in range(len(LK)):
                  b = self.fill(LK[j], A, B, E, S, Q, U)
                  out.append(E[LK[j]][LI[j]])
                  out.append(self.scatter(V[LK[j]][LI[j]], S[LK[j]][LI[j]], %7$d.))
                return [torch.stack(rows) if len(rows) > 0 else torch.zeros([0], dtype=7)] + self.shown(E, F, S, U) + out
                """.formatted(
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
                LARGER64).lines().toList();
    }

    private static String numbers(List<Place> places, ToIntFunction<Place> number) {
        return places.stream().map(p -> Integer.toString(number.applyAsInt(p))).collect(Collectors.joining(", "));
    }

    static void def(StringBuilder code, String head, List<String> lines) {
        code.append("def ").append(head).append(":\n");
        lines.forEach(line -> code.append("  ").append(line).append('\n'));
    }
}
