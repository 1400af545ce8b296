package dev.parity.audit;

import dev.parity.audit.Walk.Place;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The weights' part of a {@link Walk}: their gradients, what clips them, and the updates. */
final class WeightWalk {
    private final Experiment experiment;
    private final Walk walk;

    WeightWalk(Experiment experiment, Walk walk) {
        this.experiment = experiment;
        this.walk = walk;
    }

    /** The uses of a weight add up, and the penalty and what was accumulated with them. */
    void gradients() {
        boolean accumulates =
                experiment.training().filter(t -> t.accumulate() > 1).isPresent();
        for (Weight weight : experiment.weights()) {
            if (!weight.trained()) {
                continue;
            }
            walk.begin();
            int number = walk.next();
            List<String> parts = new ArrayList<>();
            List<String> roundings = new ArrayList<>();
            List<Integer> reads = new ArrayList<>();
            for (int n = 0; n < experiment.nodes().size(); n++) {
                Node node = experiment.nodes().get(n);
                NodeOperands operands = NodeOperands.of(experiment, node);
                int index = operands.outputs().size()
                        + operands.buffers()
                        + (node.layer().readsTokens() ? 0 : node.inputs().size());
                for (int w = 0; w < operands.trained(); w++) {
                    if (operands.weights().get(w).equals(weight.name())) {
                        parts.add("E[%d][%d]".formatted(n, index + w));
                        walk.sums()
                                .computeIfAbsent(number, k -> new ArrayList<>())
                                .add(new Place(n, index + w, Set.of()));
                        roundings.add("S[%d][%d]".formatted(n, index + w));
                        reads.add(n);
                        walk.together().addAll(walk.behind(n));
                    }
                }
            }
            List<String> further = new ArrayList<>();
            experiment
                    .objective()
                    .penalty()
                    .filter(p -> p.weights().contains(weight.name()))
                    .ifPresent(p -> further.add("%s * %s".formatted(walk.before(weight), p.l2())));
            if (accumulates) {
                further.add(walk.before(
                        Operand.Kind.SUMMED, weight.name(), Walk.site(Phase.GRADIENT, weight.layer(), weight.local())));
            }
            for (int i = 0; i < further.size(); i++) {
                parts.add("A[%d][%d]".formatted(number, i));
            }
            if (!further.isEmpty()) {
                walk.sums().remove(number);
            }
            walk.candidates()
                    .addAll(parts.stream().filter(p -> p.startsWith("E")).toList());
            if (parts.size() > 1) {
                parts.forEach(p -> roundings.add("u * " + p));
            }
            walk.operation(
                    number,
                    "[" + String.join(", ", further) + "]",
                    "[" + String.join(" + ", parts) + "]",
                    parts.size() == 1 && reads.size() == 1
                            ? "[S" + parts.get(0).substring(1) + "]"
                            : "[self.root([" + String.join(", ", roundings) + "])]",
                    reads);
            walk.place(Walk.site(Phase.GRADIENT, weight.layer(), weight.local()), number, 0);
            walk.left()
                    .put(
                            Operand.summed(weight.name()),
                            walk.places().get(Walk.site(Phase.GRADIENT, weight.layer(), weight.local())));
        }
    }

    /** Of a frozen weight nothing is due but that it stays as it was. */
    void frozen(Weight weight) {
        Site site = Walk.site(Phase.UPDATE, weight.layer(), weight.local());
        if (walk.plan().judged().contains(site)) {
            walk.begin();
            int number = walk.next();
            walk.operation(
                    number,
                    "[" + walk.before(weight) + "]",
                    "[A[%d][0]]".formatted(number),
                    "[torch.zeros_like(A[%d][0])]".formatted(number),
                    List.of());
            walk.place(site, number, 0);
        }
    }

    void buffer(Weight buffer) {
        Place place = walk.left().get(buffer.name());
        if (place != null) {
            walk.places().put(Walk.site(Phase.STATE, buffer.layer(), buffer.local()), place);
        }
    }

    private String gradient(Weight weight, boolean clipped) {
        return walk.array(Walk.site(Phase.GRADIENT, weight.layer(), weight.local() + (clipped ? ".clipped" : "")));
    }

    /**
     * All gradients together are one operation. The rounding of a norm over all n of them is common to all elements: with p the norm's type,
     * <pre>
     *   s = u/2 √((n/2 + 2) (1 + K) / p² + L² + 6) |g|   K = Σ|g|²ᵖ / (Σ|g|ᵖ)², the terms' squares beside their sum's; no sum for the largest
     *                                                    L = log of the norm where 1/p rounds, 0 where p is a power of two
     * </pre>
     * Clipping each value only moves numbers.
     */
    void clip(Training training) {
        walk.begin();
        int number = walk.next();
        List<Weight> weights =
                training.optimizers().keySet().stream().map(experiment::weight).toList();
        List<String> all = weights.stream().map(w -> gradient(w, false)).toList();
        walk.line("gs = [%s]", String.join(", ", all));
        Optional<String> type = training.clipNorm()
                .map(norm -> Double.isInfinite(norm.norm_type()) ? "inf" : Double.toString(norm.norm_type()));
        training.clipNorm().ifPresent(norm -> {
            walk.line(
                    "norm = torch.linalg_vector_norm(torch.stack([torch.linalg_vector_norm(t, %1$s) for t in gs]), %1$s)",
                    type.orElseThrow());
            walk.line("factor = torch.clamp(%s / (norm + 1e-6), max=1.)", norm.max_norm());
            walk.line("gs = [t * factor for t in gs]");
        });
        training.clipValue()
                .ifPresent(value -> walk.line("gs = [torch.clamp(t, -%1$s, %1$s) for t in gs]", value.clip_value()));
        walk.operation(
                number,
                "[" + String.join(", ", all) + "]",
                "gs",
                training.clipNorm()
                        .map(norm -> "self.clipped(A[%1$d], E[%1$d], u, %2$s, %3$s)"
                                .formatted(number, type.orElseThrow(), exact(norm.norm_type()) ? "True" : "False"))
                        .orElse("[torch.zeros_like(t) for t in E[%d]]".formatted(number)),
                List.of());
        for (int i = 0; i < weights.size(); i++) {
            Weight w = weights.get(i);
            walk.place(Walk.site(Phase.GRADIENT, w.layer(), w.local() + ".clipped"), number, i);
        }
    }

    /** Whether 1/p, the power of the sum, does not round. */
    private static boolean exact(double p) {
        return Double.isInfinite(p) || p == Math.scalb(1, Math.getExponent(p));
    }

    void updates(Training training) {
        List<Optimizer> distinct =
                training.optimizers().values().stream().distinct().toList();
        walk.line("rates = torch.unbind(%s.reshape(-1))", walk.variable(Operand.of(Operand.Kind.RATES, "")));
        int i = 0;
        Map<Site, Place> last = new LinkedHashMap<>();
        for (Map.Entry<String, Optimizer> entry : training.optimizers().entrySet()) {
            walk.begin();
            Weight weight = experiment.weight(entry.getKey());
            Optimizer optimizer = entry.getValue();
            int number = walk.next();
            walk.elementwise().add(number);
            int method = distinct.indexOf(optimizer);
            List<String> all = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                all.add("rates[%d]".formatted(3 * i + r));
            }
            all.add(gradient(weight, training.clips()));
            all.add(walk.before(weight));
            optimizer
                    .state()
                    .forEach(s -> all.add(walk.before(
                            Operand.Kind.BEFORE,
                            weight.name() + "." + s.name(),
                            Walk.site(Phase.STATE, weight.layer(), weight.local() + "." + s.name()))));
            walk.operation(
                    number,
                    "[" + String.join(", ", all) + "]",
                    "self.u%d(A[%d])".formatted(method, number),
                    "self.v%1$d_(A[%2$d], E[%2$d], u)".formatted(method, number),
                    List.of());
            for (int s = 0; s < optimizer.state().size(); s++) {
                String state = optimizer.state().get(s).name();
                walk.place(Walk.site(Phase.STATE, weight.layer(), weight.local() + "." + state), number, 1 + s);
                walk.left()
                        .put(
                                weight.name() + "." + state,
                                walk.places()
                                        .get(Walk.site(Phase.STATE, weight.layer(), weight.local() + "." + state)));
            }
            Place update = new Place(number, 0, walk.together());
            last.put(Walk.site(Phase.UPDATE, weight.layer(), weight.local()), update);
            walk.left().put(weight.name(), update);
            i++;
        }
        walk.places().putAll(last);
    }
}
