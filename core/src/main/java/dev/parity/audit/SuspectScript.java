package dev.parity.audit;

import dev.parity.audit.Walk.Place;
import dev.parity.trace.Site;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The method {@code suspects} of a {@link StepScript}. For each array in which a {@link Screen} found something: what passes at less cost, as
 * {@link FirstScript} tells; the deviations of what is left, which {@link DeviationScript} computes, and the judgement by {@link JudgeScript}.
 * Where operations are judged together, how their rounding adds up is drawn first.
 */
final class SuspectScript {
    /**
     * Runs with noise: enough for a deviation's own error to be a quarter. They come in pairs of opposite noise, so that what responds to one
     * side alone, such as a saturated softmax, responds in one of each pair.
     */
    private static final int DRAWS = 8;

    /**
     * How much larger than rounding the noise is that shows how rounding adds up: large enough that a kink within reach of 45 deviations is met
     * in some draw and that the draw's own rounding is small beside it, and below 45 √½, for what a kink makes of half the draws is divided by it.
     */
    private static final double LARGER = 16;

    private final Walk walk;
    private final Plan plan;
    private final List<Site> judged;
    private final List<String> carried;

    SuspectScript(Walk walk, Plan plan, List<Site> judged, List<String> carried) {
        this.walk = walk;
        this.plan = plan;
        this.judged = judged;
        this.carried = carried;
    }

    /** The statements. */
    List<String> body() {
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
                LK: List[int] = [%3$s]
                LI: List[int] = [%4$s]
                D: List[int] = [%5$s]
                draws = len(LK) > 0
                for m in range(W.size(0)):
                  draws = draws or a[4 + 3 * m].numel() > 0
                z = %7$s
                if draws:
                  for k in D:
                    b = self.fill(k, A, B, E, S, Q, U)
                  for r in range(%6$d):
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
                  at = a[2 + 3 * m]
                  c = a[3 + 3 * m]
                  behind = a[4 + 3 * m]
                  together = behind.numel() > 0
                  if not together:
                    stays = self.first(k, I[j], at, c, A, E, Q, F, U)
                    if stays.numel() < at.numel():
                      at = torch.index_select(at, 0, stays)
                      c = torch.index_select(c, 0, stays)
                  if at.numel() == 0:
                    rows.append(self.clean())
                  elif int(W[m, 1]) > 0 and not self.within(k, I[j], behind, B, E, U):
                    rows.append(self.vacuous(e))
                  else:
                    if together:
                      s = self.some(self.scatter(V[k][I[j]], self.full(k, I[j], A, B, E, S, Q, U), %6$d.), at)
                    else:
                      s = self.few(k, I[j], at, A, B, E, S, Q, U)
                    row = self.judge(c, self.some(e, at), s, u, e.numel())
                    if float(row[0]) > 0. and not together and self.redraw(k, A, B, E, S, Q, U):
                      row = self.judge(c, self.some(e, at), self.some(S[k][I[j]], at), u, e.numel())
                    if float(row[0]) > 0. and not self.within(k, I[j], behind, B, E, U):
                      row = self.vacuous(e)
                    rows.append(row)
                    if float(row[0]) > 0.:
                      s = self.full(k, I[j], A, B, E, S, Q, U)
                      out.append(e)
                      out.append(self.scatter(V[k][I[j]], s, %6$d.) if together else s)
                for j in range(len(LK)):
                  b = self.fill(LK[j], A, B, E, S, Q, U)
                  out.append(E[LK[j]][LI[j]])
                  out.append(self.scatter(V[LK[j]][LI[j]], S[LK[j]][LI[j]], %6$d.))
                return [torch.stack(rows) if len(rows) > 0 else torch.zeros([0], dtype=7)] + self.shown(E, F, S, U) + out
                """.formatted(
                numbers(places, Place::operation),
                numbers(places, Place::index),
                numbers(left, Place::operation),
                numbers(left, Place::index),
                drawn,
                DRAWS,
                LARGER).lines().toList();
    }

    private static String numbers(List<Place> places, ToIntFunction<Place> number) {
        return places.stream().map(p -> Integer.toString(number.applyAsInt(p))).collect(Collectors.joining(", "));
    }
}
