package dev.parity.fuzz;

import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Compares the free runs of both sides array by array. An array agrees where it is off by a small part of its largest element. Two kinds
 * of array may be off by more, for reasons that are measured and not assumed:
 *
 * <ul>
 *   <li><em>What is left when large terms cancel</em> has the rounding of the terms and not of itself: the gradient of a bias
 *       before a batch norm is zero on paper and noise in a computer. The terms stand in the same phase of the same step, so a
 *       difference that is rounding of the largest array there is none.
 *   <li><em>What the network amplifies</em>: a channel that is constant but for rounding under a norm, an argument next to a kink,
 *       an Adam step along a gradient that is noise. There PyTorch's own numbers move when its start is nudged in the last
 *       places, and where they move as far as the sides differ, the difference says nothing. But an array whose operands are equal
 *       bit for bit on both sides has no such excuse beyond their rounding: a tie is decided as PyTorch decides it.
 * </ul>
 *
 * <p>NaN and infinity agree with the same; after them there is nothing left to compare.
 */
final class Judge {
    /**
     * @param relative to the array's largest element
     * @param cancelled relative to the largest array of the phase
     * @param tie relative to the largest operand, where the operands are equal
     * @param nudge by which part the start is moved
     * @param steps to look at
     */
    record Limits(double relative, double cancelled, double tie, double nudge, int steps) {
        /**
         * Rounding is 1e-16: 1e-9 leaves it a factor of ten million, and a float constant (1e-8) does not pass. Sums of some
         * hundred terms that cancel are off by less than 1e-13 of the terms. A norm's ε of 1e-5 can make 1e-14 of operands' rounding.
         */
        static final Limits FLOAT64 = new Limits(1e-9, 1e-13, 1e-10, 0x1p-48, Integer.MAX_VALUE);

        /** A first sieve: what does not pass is judged in float64. */
        static final Limits FLOAT32 = new Limits(1e-4, 1e-5, 1e-3, 0x1p-19, Integer.MAX_VALUE);

        /** What rounding in float32 cannot explain although float64 agrees; later steps have too few digits left. */
        static final Limits CRUDE = new Limits(1e-2, 1e-4, 1e-2, 0x1p-19, 1);
    }

    /** Runs of PyTorch from nudged starts; each crosses a kink that is near with even odds. */
    private static final int NUDGED = 6;

    /** PyTorch's numbers must move by this part of a difference to excuse it. */
    private static final double MOVED = 0.25;

    private final Experiment experiment;
    private final Limits limits;
    private final List<Trace> reference;
    private final List<Trace> candidate;
    private final Operands operands;
    private final double scale;
    private List<List<Trace>> nudged;

    private Judge(Experiment experiment, Limits limits) {
        this.experiment = experiment;
        this.limits = limits;
        this.reference = Run.reference(experiment);
        this.candidate = Run.candidate(experiment);
        this.operands = new Operands(experiment, reference, candidate);
        this.scale = experiment.objective().terms().stream().mapToDouble(t -> Math.abs(t.scale())).max().orElse(1);
    }

    static Verdict judge(Experiment experiment, Limits limits) {
        return new Judge(experiment, limits).verdict();
    }

    private Verdict verdict() {
        boolean alive = false;
        Verdict amplified = null;
        for (int i = 0; i < Math.min(reference.size(), limits.steps); i++) {
            Trace trace = reference.get(i);
            for (Site site : trace.sites()) {
                if (site.phase() == Phase.DATA) {
                    continue;
                }
                Tensor r = trace.get(site).orElseThrow();
                Optional<Tensor> c = candidate.get(i).get(site);
                if (c.isEmpty() || !c.get().shape().equals(r.shape())) {
                    return fails(site, c.map(t -> "shape " + t.shape() + " in place of " + r.shape()).orElse("not recorded by hand"));
                }
                Gap gap = Gap.between(r, c.get());
                if (!gap.finite()) {
                    return gap.same() ? new Verdict(Verdict.Kind.OVERFLOWED, site.toString(), "") : fails(site, "finite on one side only");
                }
                alive |= site.phase() == Phase.BACKWARD && gap.size() > 0;
                if (!(gap.worst() <= limits.relative * gap.size()) && !(gap.worst() <= limits.cancelled * largest(trace, site.phase()))) {
                    String words = "%.3g apart in numbers up to %.3g".formatted(gap.worst(), gap.size());
                    OptionalDouble equal = operands.equal(site);
                    if (equal.isPresent() && gap.worst() > limits.tie * equal.getAsDouble()) {
                        return fails(site, words + ", from equal operands up to %.3g".formatted(equal.getAsDouble()));
                    }
                    double moved = moved(i, site, r);
                    if (!(moved >= MOVED * gap.worst())) {
                        return fails(site, words + ", where PyTorch itself moves by %.3g".formatted(moved));
                    }
                    amplified = amplified == null ? new Verdict(Verdict.Kind.AMPLIFIED, site.toString(), words) : amplified;
                }
            }
        }
        return amplified != null ? amplified : Verdict.of(alive ? Verdict.Kind.AGREES : Verdict.Kind.DEAD);
    }

    private static Verdict fails(Site site, String words) {
        return new Verdict(Verdict.Kind.FAILS, site.toString(), words);
    }

    /**
     * The largest number among the terms that can cancel in an array of a phase: a loss is a sum over predictions; its gradient is often
     * a difference of numbers of size one (p - y, 1 - cos) times its scale; a weight's gradient is a sum over dy, and what an
     * optimizer does with it inherits its noise.
     */
    private double largest(Trace trace, Phase phase) {
        Phase first = phase == Phase.LOSS ? Phase.FORWARD : phase.compareTo(Phase.BACKWARD) > 0 ? Phase.BACKWARD : phase;
        double largest = first == Phase.BACKWARD ? scale : 0;
        for (Site site : trace.sites()) {
            if (site.phase().compareTo(first) >= 0 && site.phase().compareTo(phase) <= 0) {
                largest = Math.max(largest, Gap.size(trace.get(site).orElseThrow()));
            }
        }
        return largest;
    }

    /** How far an array of PyTorch's moves when all that it starts from is moved in the last places. */
    private double moved(int step, Site site, Tensor r) {
        if (nudged == null) {
            nudged = new ArrayList<>();
            for (int i = 0; i < NUDGED; i++) {
                Random random = new Random(i);
                nudged.add(Run.reference(experiment, t -> nudged(t, random)));
            }
        }
        double moved = 0;
        for (List<Trace> traces : nudged) {
            Gap gap = Gap.between(r, traces.get(step).get(site).orElseThrow());
            moved = Math.max(moved, gap.finite() ? gap.worst() : Double.POSITIVE_INFINITY);
        }
        return moved;
    }

    private Tensor nudged(Tensor tensor, Random random) {
        return tensor.dtype().isFloat()
                ? Tensor.fill(tensor.dtype(), tensor.shape(), i -> tensor.get(i) * (1 + limits.nudge * (2 * random.nextDouble() - 1)))
                : tensor;
    }
}
