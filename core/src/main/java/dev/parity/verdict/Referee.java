package dev.parity.verdict;

import dev.parity.compare.Compared;
import dev.parity.compare.Element;
import dev.parity.compare.Measure;
import dev.parity.compare.Tolerance;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.report.Blame;
import dev.parity.report.Remark;
import dev.parity.run.Engines;
import dev.parity.run.Request;
import dev.parity.run.Witness;
import dev.parity.run.Worker;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom central differences side with, where PyTorch and the candidate dispute a derivative in step 1, in which both begin with the
 * same weights. The audit trusts PyTorch's own backward; this knows no backward at all. If it sides with the candidate, the
 * reference itself is in doubt and nobody is to be blamed.
 *
 * <p>It is asked after the run, only where the first wrong number is a derivative of step 1, and only of a network that it is
 * done with in about a second.
 */
public final class Referee implements Witness {
    /** Multiplications in the forward passes that it may cost. */
    private static final double MOST = 1e10;

    /** Elements at which the engine differentiates a weight, at most. */
    private static final int SAMPLES = 2000;

    /** To be with a side is to be so much nearer to it than the sides are to each other. */
    private static final double NEAR = 0.1;

    /** What central differences are good to; a dispute about less is none that they can settle. */
    private static final Tolerance COARSE = Request.NUMERIC;

    private final Engines engines;
    private final Request request;
    private final Start start;
    private Trace reference = new Trace();
    private Trace candidate = new Trace();

    /** A gradient in dispute, at the element where the two sides are furthest apart, and what the referee has there. */
    private record Dispute(Site site, Element element, double third) {
        private boolean near(double side, double other) {
            boolean numbers = Double.isFinite(third) && Double.isFinite(side);
            return numbers && (!Double.isFinite(other) || Math.abs(third - side) <= NEAR * Math.abs(side - other));
        }

        Optional<Blame> with() {
            double r = element.reference();
            double c = element.candidate();
            return near(r, c)
                    ? Optional.of(Blame.REFERENCE)
                    : near(c, r) ? Optional.of(Blame.CANDIDATE) : Optional.empty();
        }

        double share() {
            double r = element.reference();
            double c = element.candidate();
            return Double.isFinite(c) ? Math.abs(r - c) / Math.max(Math.abs(r), Math.abs(c)) : Double.MAX_VALUE;
        }

        Remark remark() {
            String side = with().map(b -> "the " + b).orElse("neither");
            return new Remark(
                    Remark.Kind.REFEREE,
                    site,
                    String.format(
                            Locale.ROOT,
                            "is %.6g by central differences, which side with %s (reference %.6g, candidate %.6g)",
                            third,
                            side,
                            element.reference(),
                            element.candidate()));
        }
    }

    public Referee(Engines engines, Request request, Start start) {
        this.engines = engines;
        this.request = request;
        this.start = start;
    }

    /** Keeps what both sides say of the parameters' gradients in step 1, where he may be asked. */
    @Override
    public void step(Batch batch, Trace r, Trace c) {
        if (batch.step() == 1 && competent()) {
            reference = gradients(r);
            candidate = gradients(c);
        }
    }

    private boolean competent() {
        return request.reference().equals(EngineChoice.TORCH)
                && request.candidate().exact()
                && request.scope() != Request.Scope.AUDIT_ONLY;
    }

    private Trace gradients(Trace trace) {
        Trace gradients = new Trace();
        for (Weight weight : request.experiment().weights()) {
            Site site = new Site(1, Phase.GRADIENT, weight.layer(), weight.local());
            trace.get(site).ifPresent(array -> gradients.put(site, array));
        }
        return gradients;
    }

    /** What he says of the first wrong number, where that is for him to say. */
    public Opinion on(Compared first) {
        if (!derivative(first) || reference.size() == 0 || candidate.size() == 0) {
            return Opinion.NONE;
        }
        if (cost() > MOST) {
            Remark remark = new Remark(
                    Remark.Kind.REFEREE,
                    first.site(),
                    "was not put to central differences, for which the network is too large; a run with --candidate numeric does"
                            + " that");
            return new Opinion(Optional.of(remark), false);
        }
        List<Dispute> disputes = disputes();
        if (disputes.isEmpty()) {
            return Opinion.NONE;
        }
        boolean doubt = disputes.stream().allMatch(d -> d.with().equals(Optional.of(Blame.CANDIDATE)));
        return new Opinion(Optional.of(disputes.get(0).remark()), doubt);
    }

    private static boolean derivative(Compared first) {
        Phase phase = first.site().phase();
        return first.site().step() == 1 && (phase == Phase.BACKWARD || phase == Phase.GRADIENT);
    }

    /**
     * Two forward passes an element, and what a pass costs: each number of an output is a sum over the inputs of a weight, so their
     * product is no less than what there is to multiply.
     */
    private double cost() {
        Experiment experiment = request.experiment();
        double elements = experiment.weights().stream()
                .filter(Weight::trained)
                .mapToDouble(w -> Math.min(SAMPLES, w.shape().size()))
                .sum();
        double outputs = experiment.nodes().stream()
                .flatMap(n -> n.outputs().stream())
                .mapToDouble(o -> o.shape().size())
                .sum();
        double inputs = experiment.weights().stream()
                .map(Weight::shape)
                .filter(shape -> shape.rank() > 1)
                .mapToDouble(shape -> shape.size() / (double) shape.dim(0))
                .max()
                .orElse(1);
        return 2 * elements * outputs * inputs;
    }

    /** The plainest first: where the sides are furthest apart for their size. */
    private List<Dispute> disputes() {
        try (Worker worker = new Worker(() -> {
            EngineChoice.NUMERIC.load();
            return engines.open(EngineChoice.NUMERIC, request.experiment(), start, request.threads(), List.of());
        })) {
            worker.begin(start.batch(1));
            Trace numeric = worker.finish();
            List<Dispute> disputes = new ArrayList<>();
            Engine engine = worker.engine();
            numeric.forEach((site, array) -> {
                if (reference.has(site) && candidate.has(site) && alike(site)) {
                    int[] elements = engine.samples().get(site.name());
                    Tensor third = elements == null ? array.reshape(Shape.of(array.size())) : array;
                    Tensor r = taken(reference.get(site).orElseThrow(), elements);
                    Tensor c = taken(candidate.get(site).orElseThrow(), elements);
                    Measure measure = Measure.of(r, c, COARSE);
                    measure.worst()
                            .filter(e -> measure.failing() > 0)
                            .map(e -> new Dispute(site, e, third.get(e.index().get(0))))
                            .ifPresent(disputes::add);
                }
            });
            disputes.sort(Comparator.comparingDouble(Dispute::share).reversed());
            return disputes;
        }
    }

    private boolean alike(Site site) {
        return reference.get(site).map(Tensor::shape).equals(candidate.get(site).map(Tensor::shape));
    }

    private static Tensor taken(Tensor gradient, int[] elements) {
        Tensor all = gradient.to(DType.FLOAT64);
        return elements == null
                ? all.reshape(Shape.of(all.size()))
                : all.gather(Shape.of(elements.length), i -> elements[i]);
    }
}
