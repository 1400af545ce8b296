package dev.parity.fuzz;

import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.graph.Graph;
import dev.parity.nn.layer.ChannelNorm;
import dev.parity.nn.layer.LayerNorm;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Optional;

/**
 * Compares the free runs of both sides array by array. An array agrees where it is off by a small part of its largest element, or of
 * the largest among the terms that cancel in it: what is left of them has their rounding and not its own. The gradient of
 * a bias before a batch norm is zero on paper and noise in a computer.
 *
 * <p>Where two free runs are further apart, a network may have amplified rounding: by a kink next to an argument, a norm over
 * numbers that are equal but for rounding, an Adam step along a gradient that is noise. That is not assumed but settled by the
 * audit, in which every array of the handwritten side is computed again by PyTorch from its own operands, so that nothing is
 * amplified: then each must agree.
 *
 * <p>NaN and infinity agree with the same, and where squares overflow also with finite numbers; after them there is nothing left to compare.
 */
final class Judge {
    /**
     * @param relative to an array's largest element. In float64 rounding is 1e-16: 1e-9 leaves it a factor of ten million, and a float
     *     constant (1e-8) does not pass
     * @param cancelled relative to the largest term: some hundred terms that cancel, each a few roundings off
     */
    private record Limits(double relative, double cancelled) {
        static final Limits FLOAT64 = new Limits(1e-9, 1e-13);
        static final Limits FLOAT32 = new Limits(1e-4, 1e-5);

        boolean pass(double difference, double size, double terms) {
            return difference <= relative * size || difference <= cancelled * terms;
        }
    }

    private final Experiment experiment;
    private final Limits limits;
    private final Run run;
    private final double scale;

    private Judge(Experiment experiment) {
        this.experiment = experiment;
        this.limits = experiment.dtype() == DType.FLOAT64 ? Limits.FLOAT64 : Limits.FLOAT32;
        this.run = Run.of(experiment);
        this.scale = experiment.objective().terms().stream()
                .mapToDouble(t -> Math.abs(t.scale()))
                .max()
                .orElse(1);
    }

    static Verdict judge(Experiment experiment) {
        return new Judge(experiment).verdict();
    }

    /** The audit alone, also where the free runs agree. */
    static Verdict audit(Experiment experiment) {
        return new Judge(experiment).audited(Verdict.of(Verdict.Kind.AGREES));
    }

    private Verdict verdict() {
        boolean alive = false;
        for (int i = 0; i < run.reference().size(); i++) {
            Trace reference = run.reference().get(i);
            Trace candidate = run.candidate().get(i);
            for (Site site : reference.sites()) {
                Tensor r = reference.get(site).orElseThrow();
                Optional<Tensor> c = candidate.get(site);
                if (c.isEmpty() || !c.get().shape().equals(r.shape())) {
                    return fails(
                            site,
                            c.map(t -> "shape " + t.shape() + " in place of " + r.shape())
                                    .orElse("not recorded by hand"));
                }
                Gap gap = Gap.between(r, c.get());
                if (!gap.finite()) {
                    return gap.same() || edge(i)
                            ? new Verdict(Verdict.Kind.OVERFLOWED, site.toString(), "")
                            : fails(site, "finite on one side only");
                }
                if (!limits.pass(gap.worst(), gap.size(), terms(i, reference, site.phase()))) {
                    return audited(new Verdict(Verdict.Kind.AMPLIFIED, site.toString(), gap.toString()));
                }
                alive |= site.phase() == Phase.BACKWARD && gap.size() > 0;
            }
        }
        return Verdict.of(alive ? Verdict.Kind.AGREES : Verdict.Kind.DEAD);
    }

    /**
     * Whether a square overflows in this step. Where PyTorch sums in float32 and the handwritten side in double, or
     * the other way round, one side then overflows before the other.
     */
    private boolean edge(int step) {
        double largest = 0;
        for (Trace trace : List.of(run.reference().get(step), run.candidate().get(step))) {
            largest = Math.max(largest, Math.max(terms(step, trace, Phase.LOSS), terms(step, trace, Phase.UPDATE)));
        }
        return largest > (experiment.dtype() == DType.FLOAT64 ? 1e154 : 1e19);
    }

    private static Verdict fails(Site site, String words) {
        return new Verdict(Verdict.Kind.FAILS, site.toString(), words);
    }

    /** What was seen end to end, unless an array is not what PyTorch makes of its operands. */
    private Verdict audited(Verdict seen) {
        try (Auditor auditor = new Auditor(experiment, run.start(), experiment.dtype(), 1)) {
            for (int i = 0; i < run.candidate().size(); i++) {
                Trace candidate = run.candidate().get(i);
                for (Judged judged : auditor.step(run.batches().get(i), candidate)) {
                    if (judged.passes()) {
                        continue;
                    }
                    Gap gap = Gap.between(
                            judged.expected().orElseThrow(),
                            candidate.get(judged.site()).orElseThrow());
                    if (!limits.pass(
                            gap.worst(),
                            gap.size(),
                            gain(judged.site())
                                    * terms(i, candidate, judged.site().phase()))) {
                        return fails(judged.site(), gap + ", from the same operands");
                    }
                }
            }
        }
        return seen;
    }

    /**
     * What a layer multiplies its terms by before they cancel: a norm divides by the deviation, which may be no more than √eps. So
     * where a row or channel is constant, what is left is the rounding of its numbers over √eps.
     */
    private double gain(Site site) {
        return new Graph(experiment)
                .node(site.layer())
                .map(Node::layer)
                .map(layer -> layer instanceof ChannelNorm norm
                        ? norm.eps()
                        : layer instanceof LayerNorm norm ? norm.eps() : 1.)
                .map(eps -> 1 / Math.sqrt(eps))
                .orElse(1.);
    }

    /**
     * The largest number among the terms that can cancel in an array of a phase: forward and the loss are made of the data; the loss's gradient
     * is often a difference of numbers of size one (p - y, 1 - cos) times its scale; a weight's gradient is a sum over dy, and what
     * an optimizer does with it inherits its noise.
     */
    private double terms(int step, Trace trace, Phase phase) {
        Phase first = phase.compareTo(Phase.BACKWARD) < 0 ? Phase.FORWARD : Phase.BACKWARD;
        double largest = scale;
        if (first == Phase.FORWARD) {
            largest = run.batches().get(step).columns().values().stream()
                    .mapToDouble(c -> Gap.of(c).size())
                    .max()
                    .orElse(0);
        }
        for (Site site : trace.sites()) {
            if (site.phase().compareTo(first) >= 0 && site.phase().compareTo(phase) <= 0) {
                largest =
                        Math.max(largest, Gap.of(trace.get(site).orElseThrow()).size());
            }
        }
        return largest;
    }
}
