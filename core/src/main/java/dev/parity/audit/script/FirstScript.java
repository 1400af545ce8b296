package dev.parity.audit.script;

import dev.parity.audit.Allowance;
import dev.parity.audit.plan.NodeOperands;
import dev.parity.audit.plan.Walk;
import dev.parity.audit.plan.Walk.Place;
import dev.parity.nn.Rounding;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What passes at less cost than a deviation's, as methods of a step's program:
 * <pre>
 *   first(k, i, at, c, ...)  which of some elements of operation k's i-th array are to have deviations at all: places in {@code at} and {@code c}
 *   shown(E, F, S, U)     what runs in float32 have shown in a step, for each of {@link #shows}: what a {@link dev.parity.audit.judge.Shown} is made of
 * </pre>
 *
 * <p>Where deviations are drawn, those elements that are further off than float32 is by itself. To draw them takes an LSTM's audit from
 * 20 ms a step to 200; a run in float32, its errors to the scale of u, takes 7 and is stricter. The errors of a row hang together, and one
 * run may have it nearly right by chance: then float32 is run at a point nearby too, where a saturated gate rounds otherwise, against
 * float64 there. Fewer than the 45 deviations are allowed, the fewer the runs.
 *
 * <p>Of a weight's gradient that is a sum of products, those that a quarter of the samples does not explain: the squares of the others only
 * add to it.
 *
 * <p>{@code F} keeps either for each node: what its runs are off, or the squares of its quarter.
 */
public final class FirstScript {
    /** So many times what one run in float32 is off is near, and of what several are. */
    public static final double ONCE = 22;

    public static final double OFTEN = 27;

    /** Runs before deviations are drawn. */
    static final int RUNS = 4;

    /**
     * <pre>
     *   apart(at, c, e, size, limit)  which of some elements are further off than a multiple of a size that is given by row, or by row and column
     *   mean(f, m, i, r)   the root mean square of what the first r runs are off in the i-th of m arrays
     *   sizes(d, e, u)     such sizes from d, what float32 is off, as a root mean square, to the scale of u; 0 for a row in which float32
     *                      has lost its digits, such as one of 1e-40
     *   ratios(f, drawn, m, i, e, u)  the sizes of the i-th array, of rows over u times the row's own; and how many runs they are of
     *   sampled(a), quarter(a)  whether operands hold samples, of x and of dL/dy, and a quarter of these
     * </pre>
     */
    static final String TEXT = """
            def apart(self, at: Tensor, c: Tensor, e: Tensor, size: List[Tensor], limit: float) -> Tensor:
              d = torch.abs(c - self.some(e, at))
              n = e.size(-1)
              most = limit * torch.index_select(size[0].reshape(-1), 0, torch.floor_divide(at, n))
              if len(size) > 1:
                most = most * torch.index_select(size[1], 0, torch.remainder(at, n))
              return torch.nonzero(~(d <= most)).reshape(-1)
            def narrow(self, a: List[Tensor]) -> List[Tensor]:
              out: List[Tensor] = []
              for t in a:
                if t.is_floating_point():
                  out.append(t.float())
                else:
                  out.append(t)
              return out
            def mean(self, f: List[Tensor], m: int, i: int, r: int) -> Tensor:
              d = f[i]
              for j in range(1, r):
                d = torch.hypot(d, f[j * m + i])
              return d / float(r) ** 0.5
            def sizes(self, d: Tensor, e: Tensor, u: float) -> List[Tensor]:
              if e.dim() == 0 or e.numel() == 0:
                return [e]
              d = torch.square(d * (u * 16777216.)).reshape([-1, e.size(-1)])
              row = torch.mean(d, [1])
              square = torch.mean(torch.square(e.reshape([-1, e.size(-1)])), [1])
              sound = (row <= (1e5 * u) ** 2. * square) & (square > 1e-60)
              row = torch.where(sound, row, torch.zeros_like(row))
              d = torch.where(sound.unsqueeze(1), d, torch.zeros_like(d))
              if e.dim() == 1:
                return [torch.sqrt(row)]
              column = torch.clamp(torch.mean(d, [0]) / torch.clamp(torch.mean(row), min=1e-300), min=1.)
              return [torch.sqrt(row), torch.sqrt(column)]
            def ratios(self, f: List[Tensor], drawn: List[Tensor], m: int, i: int, e: Tensor, u: float) -> List[Tensor]:
              if len(f) == 0 or e.dim() == 0 or e.numel() == 0:
                return [torch.zeros([0], dtype=7), torch.zeros([0], dtype=7), torch.zeros([], dtype=7)]
              runs = len(f) // m
              d = self.mean(f, m, i, runs)
              if len(drawn) > 0:
                d = drawn[i] / (u * 16777216.)
                runs = %d
              size = self.sizes(d, e, u)
              rms = torch.sqrt(torch.mean(torch.square(e.reshape([-1, e.size(-1)])), [1]))
              row = size[0] / torch.clamp(u * rms, min=1e-300)
              return [row, size[1] if len(size) > 1 else torch.ones_like(e), torch.full([], runs, dtype=7)]
            def sampled(self, a: List[Tensor]) -> bool:
              dy = a[len(a) - 1]
              return a[0].dim() > 1 and dy.dim() > 1 and a[0].size(0) == dy.size(0) and dy.size(0) > 7
            def quarter(self, a: List[Tensor]) -> List[Tensor]:
              n = a[0].size(0) // 4
              return [a[0].narrow(0, 0, n)] + a[1:len(a) - 1] + [a[len(a) - 1].narrow(0, 0, n)]
            """.formatted(NoiseScript.DRAWS);

    private static final String LIST = ": List[List[Tensor]], ";

    private final Experiment experiment;
    private final Walk walk;
    private final List<Place> judged;
    /** The numbers of the judged arrays of which a run in float32 shows what rounding does to them. */
    private final List<Integer> shows;

    FirstScript(Experiment experiment, Walk walk, List<Place> judged) {
        this.experiment = experiment;
        this.walk = walk;
        this.judged = judged;
        this.shows = IntStream.range(0, judged.size())
                .filter(i -> walk.alone(judged.get(i))
                        .filter(n -> drawn(n.operation()))
                        .isPresent())
                .boxed()
                .toList();
    }

    void write(StringBuilder code) {
        StepScript.def(
                code,
                "first(self, k: int, i: int, at: Tensor, c: Tensor, A%1$sE%1$sQ%1$sF%1$sU: Tensor) -> Tensor"
                        .formatted(LIST),
                first());
        StepScript.def(code, "shown(self, E%1$sF%1$sS%1$sU: Tensor) -> List[Tensor]".formatted(LIST), shown());
    }

    private List<String> first() {
        List<String> body = new ArrayList<>();
        walk.operations().keySet().forEach(k -> walk.alone(k).ifPresent(part -> {
            int node = part.operation();
            String i = Walk.index(k, part);
            if (drawn(node)) {
                body.addAll("""
                        if k == %1$d and E[k][i].dim() > 0:
                          stays = torch.arange(at.numel())
                          r = 0
                          while stays.numel() > 0 and r < %4$d:
                            if len(F[%2$d]) == r * len(E[%2$d]):
                              F[%2$d].extend(self.h%2$d(A[%2$d], E[%2$d], r > 0))
                            r += 1
                            size = self.sizes(self.mean(F[%2$d], len(E[%2$d]), %3$s, r), E[k][i], float(U[k]))
                            far = self.apart(torch.index_select(at, 0, stays), torch.index_select(c, 0, stays), E[k][i], size, %5$s if r == 1 else %6$s)
                            stays = torch.index_select(stays, 0, far)
                            if float(torch.amax(size[0])) == 0.:
                              return stays
                          return stays
                        """.formatted(k, node, i, RUNS, ONCE, OFTEN).lines().toList());
            } else if (summed(node)) {
                body.addAll("""
                        if k == %1$d and %3$s >= %4$d and len(Q[%2$d]) == 0 and self.sampled(A[%2$d]):
                          u = float(U[%2$d])
                          a = self.quarter(A[%2$d])
                          if len(F[%2$d]) == 0:
                            F[%2$d] = self.q%2$d(a, E[%2$d], u)
                          s = self.p%2$d(%3$s, at, F[%2$d], a, E[%2$d], u)[0]
                          return torch.nonzero(~(torch.abs(c - self.some(E[%2$d][%3$s], at)) <= %5$s * s)).reshape(-1)
                        """.formatted(k, node, i, operands(node).firstGradient(), Allowance.DEVIATIONS)
                        .lines()
                        .toList());
            }
        }));
        body.add("return torch.arange(at.numel())");
        return body;
    }

    List<Integer> shows() {
        return shows;
    }

    private List<String> shown() {
        List<String> body = new ArrayList<>(List.of("out: List[Tensor] = []"));
        for (int i : shows) {
            Place p = judged.get(i);
            Place n = walk.alone(p).orElseThrow();
            body.add("out.extend(self.ratios(F[%1$d], S[%1$d], len(E[%1$d]), %2$d, E[%3$d][%4$d], float(U[%3$d])))"
                    .formatted(n.operation(), n.index(), p.operation(), p.index()));
        }
        body.add("return out");
        return body;
    }

    private boolean drawn(int node) {
        return walk.rounding(node) instanceof Rounding.Noisy;
    }

    /** Whether a node's gradients are sums of products over what its only input and its only output hold. */
    private boolean summed(int number) {
        Node node = experiment.nodes().get(number);
        return walk.rounding(number) instanceof Rounding.Products
                && !walk.forks().containsKey(number)
                && node.inputs().size() == 1
                && node.outputs().size() == 1;
    }

    private NodeOperands operands(int node) {
        return NodeOperands.of(experiment, experiment.nodes().get(node));
    }
}
