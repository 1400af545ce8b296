package dev.parity.score;

import dev.parity.fault.Fault;
import dev.parity.fault.Faults;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Which faults are planted where. */
final class Plantings {
    private Plantings() {}

    /**
     * Faults in different layers and phases.
     *
     * @param trace of the first step, without faults
     * @param steps of which a fault may happen in one alone
     * @param wanted how many, where there is room for them
     */
    static List<Spoilt.Planting> draw(Experiment experiment, Trace trace, int steps, int wanted, Random random) {
        List<Site> sites = trace.sites().stream()
                .filter(s -> s.phase() != Phase.DATA)
                .filter(s -> trace.get(s).orElseThrow().dtype().isFloat()
                        && trace.get(s).orElseThrow().size() > 0)
                .toList();
        List<Spoilt.Planting> faults = new ArrayList<>();
        Set<String> layers = new HashSet<>();
        Set<Phase> phases = new HashSet<>();
        List<Phase> order =
                new ArrayList<>(sites.stream().map(Site::phase).distinct().toList());
        Collections.shuffle(order, random); // by phase first: of updates and states there are many sites
        for (Phase phase : order) {
            List<Site> of = sites.stream()
                    .filter(s -> s.phase() == phase && !layers.contains(s.layer()))
                    .toList();
            if (faults.size() < wanted && !of.isEmpty() && phases.add(phase)) {
                Site site = of.get(random.nextInt(of.size()));
                layers.add(site.layer());
                double eps = Math.pow(10, -9 * random.nextDouble());
                int step = random.nextDouble() < 0.3 ? 1 + random.nextInt(steps) : 0;
                Form form = Form.draw(random);
                int at = random.nextInt(1 << 20);
                faults.add(new Spoilt.Planting(site.slot(), form, eps, at, catalogued(experiment, site, random), step));
            }
        }
        return faults;
    }

    /** Where faults of the catalogue fit, one of them half of the time. */
    private static Optional<String> catalogued(Experiment experiment, Site site, Random random) {
        Operation made = new Graph(experiment).operation(site.slot()).orElseThrow();
        List<Fault> fitting = Faults.all().stream().filter(f -> f.fits(made)).toList();
        return fitting.isEmpty() || random.nextBoolean()
                ? Optional.empty()
                : Optional.of(fitting.get(random.nextInt(fitting.size())).id());
    }
}
