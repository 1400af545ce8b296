package dev.parity.audit.plan;

import dev.parity.spec.Experiment;
import dev.parity.spec.Objective;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.List;

/** The losses' part of a {@link Walk}: each term with its gradients, and their total with the penalty. */
final class LossWalk {
    private final Experiment experiment;
    private final Walk walk;

    LossWalk(Experiment experiment, Walk walk) {
        this.experiment = experiment;
        this.walk = walk;
    }

    void losses() {
        List<Objective.Term> terms = experiment.objective().terms();
        int first = experiment.nodes().size();
        for (int k = 0; k < terms.size(); k++) {
            walk.begin();
            Objective.Term term = terms.get(k);
            List<String> all = new ArrayList<>();
            term.predictions().forEach(p -> all.add(walk.value(p)));
            term.tensors().values().forEach(t -> all.add(walk.variable(Operand.of(Operand.Kind.CONSTANT, t))));
            all.add(term.target().map(walk::value).orElse(all.get(0)));
            // torch.tensor would round it to float32 on its way
            all.add("torch.full([], %s, dtype=7)".formatted(term.scale()));
            walk.operation(
                    first + k,
                    "[" + String.join(", ", all) + "]",
                    "self.l%d(A[%d])".formatted(k, first + k),
                    "self.m%1$d(A[%2$d], E[%2$d], u)".formatted(k, first + k),
                    List.of());
            if (terms.size() > 1) {
                walk.place(Walk.site(Phase.LOSS, term.name(), "value"), first + k, 0);
            }
            walk.remember(first + k);
        }
        total(terms, first);
        for (int k = 0; k < terms.size(); k++) {
            Objective.Term term = terms.get(k);
            walk.resume(walk.behind(first + k));
            for (int i = 0; i < term.predictions().size(); i++) {
                walk.place(
                        Walk.site(
                                Phase.BACKWARD,
                                term.name(),
                                Slot.dx(term.predictions().size(), i)),
                        first + k,
                        1 + i);
            }
        }
    }

    private void total(List<Objective.Term> terms, int first) {
        walk.begin();
        int number = walk.next();
        List<String> total = new ArrayList<>();
        List<String> roundings = new ArrayList<>();
        List<Integer> reads = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (int k = 0; k < terms.size(); k++) {
            Site value = Walk.site(Phase.LOSS, terms.get(k).name(), "value");
            if (terms.size() > 1 && walk.plan().held().contains(value)) {
                arguments.add(walk.array(value));
                total.add("A[%d][%d] * %s"
                        .formatted(number, arguments.size() - 1, terms.get(k).scale()));
                continue;
            }
            total.add("E[%d][0] * %s".formatted(first + k, terms.get(k).scale()));
            roundings.add("S[%d][0] * %s".formatted(first + k, terms.get(k).scale()));
            reads.add(first + k);
            walk.together().addAll(walk.behind(first + k));
            walk.candidates().add("E[%d][0]".formatted(first + k));
        }
        experiment.objective().penalty().ifPresent(p -> p.weights().forEach(name -> {
            String w = walk.before(experiment.weight(name));
            arguments.add("torch.sum(%1$s * %1$s) * %2$s".formatted(w, p.l2() / 2));
            total.add("A[%d][%d]".formatted(number, arguments.size() - 1));
            int n = experiment.weight(name).shape().size();
            roundings.add("(4. + %s) * u * A[%d][%d]".formatted(Math.sqrt(n) / 2, number, arguments.size() - 1));
        }));
        if (total.size() > 1) {
            total.forEach(t -> roundings.add("u * (" + t + ")"));
        }
        walk.operation(
                number,
                "[" + String.join(", ", arguments) + "]",
                "[" + String.join(" + ", total) + "]",
                "[self.root([" + String.join(", ", roundings) + "])]",
                reads);
        walk.place(Walk.site(Phase.LOSS, Objective.NAME, "value"), number, 0);
    }
}
