package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** The factors that are granted so far in a step, and its records without them. */
final class Granted {
    private final Experiment experiment;
    private final Quantities quantities;
    private final Map<Site, Double> factors = new LinkedHashMap<>();
    private Records now;

    Granted(Experiment experiment, Quantities quantities, Records records) {
        this.experiment = experiment;
        this.quantities = quantities;
        this.now = records;
    }

    /** The records, as far as is known in PyTorch's own scale. */
    Records now() {
        return now;
    }

    /** What arrays are over there. */
    Map<Site, Double> factors() {
        return factors;
    }

    void grant(Map<Site, Double> further, Records then) {
        further.forEach((site, k) -> factors.merge(site, k, (a, b) -> a * b));
        now = then;
    }

    boolean fewer(Records then) {
        return then.failing().size() < now.failing().size();
    }

    /** Whether an array carries on a factor that came to it: not where it is off by one of its own. */
    boolean bearing(Site site) {
        return now.passes(site) || now.at(site).flatMap(this::factored).isEmpty();
    }

    /** The factor that a failing array is off by, if it is one. */
    Optional<Double> factored(Judged failing) {
        Tensor c = now.array(failing.site());
        double u = roundoff(c);
        OptionalDouble factor = Factor.of(c, failing.expected().orElseThrow(), u);
        return factor.isPresent() ? Optional.of(quantities.exact(factor.getAsDouble(), u)) : Optional.empty();
    }

    double roundoff(Tensor c) {
        return DType.coarser(experiment.dtype(), c.dtype().isFloat() ? c.dtype() : experiment.dtype())
                .roundoff();
    }

    static Map<Site, Double> all(Iterable<Site> sites, double k) {
        Map<Site, Double> all = new LinkedHashMap<>();
        sites.forEach(site -> all.put(site, k));
        return all;
    }

    /** The weight's update that a gradient goes into. */
    static Site update(Site gradient) {
        return new Site(
                gradient.step(),
                Phase.UPDATE,
                gradient.layer(),
                gradient.array().replace(".clipped", ""));
    }

    List<Site> states(Site gradient, Predicate<Site> which) {
        return now.trace().sites().stream()
                .filter(s -> s.isStateOf(update(gradient).name()))
                .filter(which)
                .toList();
    }
}
