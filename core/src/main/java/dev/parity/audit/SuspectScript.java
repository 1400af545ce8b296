package dev.parity.audit;

import dev.parity.audit.Walk.Place;
import dev.parity.trace.Site;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The method {@code suspects} of a {@link StepScript}. For each array in which a {@link Screen} found something: what passes at less cost, as
 * {@link FirstScript} tells; the deviations of what is left, which {@link DeviationScript} computes, and the judgement by {@link JudgeScript}.
 * Where operations are judged together, how their rounding adds up is drawn first, by {@link TogetherScript}, and what is beyond that is held
 * against runs in the candidate's own precision: as in a {@link SecondLook}, up to three times the worst of them is rounding.
 */
final class SuspectScript {
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
                seed = %8$d * int(a[2])
                g = self.kept[0][0]
                A = self.kept[1]
                B = self.kept[2]
                E = self.kept[3]
                S = self.kept[4]
                none: List[List[List[Tensor]]] = []
                self.kept = none
                Q = self.lists()
                Z = self.lists()
                R = self.lists()
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
                if draws:
                  for k in D:
                    b = self.fill(k, A, B, E, S, Q, U)
                  Z = self.off(g, D, S, U, seed)
                  V = self.draws(g, E, Z, seed)
                rows: List[Tensor] = []
                out: List[Tensor] = []
                for m in range(W.size(0)):
                  j = int(W[m, 0])
                  k = K[j]
                  e = E[k][I[j]]
                  u = float(U[k])
                  at = a[3 + 2 * m]
                  c = a[4 + 2 * m]
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
                      s = self.some(self.scatter(V[k][I[j]], self.full(k, I[j], A, B, E, S, Q, U), 1.), at)
                    else:
                      s = self.few(k, I[j], at, A, B, E, S, Q, U)
                    row = self.judge(c, self.some(e, at), s, u, e.numel())
                    if float(row[0]) > 0. and not T[j] and self.redraw(k, A, B, E, S, Q, U):
                      row = self.judge(c, self.some(e, at), self.some(S[k][I[j]], at), u, e.numel())
                    if float(row[0]) > 0. and T[j]:
                      if len(R[k]) == 0:
                        R = self.runs(g, E, Z, u, seed)
                      s = torch.maximum(s, self.some(R[k][I[j]], at) * %7$s)
                      row = self.judge(c, self.some(e, at), s, u, e.numel())
                    if float(row[0]) > 0. and not (self.sound(B[k], u) and self.representable(E[k][:I[j]], u)):
                      row = self.vacuous(e)
                    rows.append(row)
                    if float(row[0]) > 0.:
                      s = self.full(k, I[j], A, B, E, S, Q, U)
                      out.append(e)
                      out.append(self.scatter(V[k][I[j]], s, 1.) if T[j] else s)
                for j in range(len(LK)):
                  b = self.fill(LK[j], A, B, E, S, Q, U)
                  s = self.scatter(V[LK[j]][LI[j]], S[LK[j]][LI[j]], 1.)
                  if len(R[LK[j]]) > 0:
                    s = torch.maximum(s, R[LK[j]][LI[j]] * %7$s)
                  out.append(E[LK[j]][LI[j]])
                  out.append(s)
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
                SecondLook.WIDER / JudgeScript.ALLOWED,
                TogetherScript.SEEDS).lines().toList();
    }

    private static String numbers(List<Place> places, ToIntFunction<Place> number) {
        return places.stream().map(p -> Integer.toString(number.applyAsInt(p))).collect(Collectors.joining(", "));
    }
}
