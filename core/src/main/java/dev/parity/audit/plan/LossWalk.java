package dev.parity.audit.plan;

import dev.parity.spec.Experiment;
import dev.parity.spec.Objective;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The losses' part of a {@link Walk}: each term with its gradients, and their total with the penalty. */
final class LossWalk {
    private final Experiment experiment;
    private final Walker walker;
    private final List<Objective.Term> terms;
    /** The number of the first term's operation. */
    private final int first;

    LossWalk(Experiment experiment, Walker walker) {
        this.experiment = experiment;
        this.walker = walker;
        this.terms = experiment.objective().terms();
        this.first = experiment.nodes().size();
    }

    void losses() {
        for (int k = 0; k < terms.size(); k++) {
            term(k, terms.get(k));
        }
        total();
        for (int k = 0; k < terms.size(); k++) {
            gradients(k, terms.get(k));
        }
    }

    private static Site value(Objective.Term term) {
        return Walker.site(Phase.LOSS, term.name(), "value");
    }

    private void term(int k, Objective.Term term) {
        walker.begin();
        List<Variable> operands = new ArrayList<>();
        term.predictions().forEach(p -> operands.add(walker.value(p)));
        term.tensors().values().forEach(t -> operands.add(walker.given(Operand.Kind.CONSTANT, t)));
        operands.add(term.target().map(walker::value).orElse(operands.get(0)));
        operands.add(new Variable.Constant(term.scale()));
        walker.add(new LossOperation(first + k, k, operands, walker.reads()));
        if (terms.size() > 1) {
            walker.expect(value(term), first + k, 0);
        }
        walker.remember(first + k);
    }

    private void gradients(int k, Objective.Term term) {
        int predictions = term.predictions().size();
        for (int i = 0; i < predictions; i++) {
            walker.expectBehind(Walker.site(Phase.BACKWARD, term.name(), Slot.dx(predictions, i)), first + k, 1 + i);
        }
    }

    private void total() {
        walker.begin();
        int number = walker.next();
        List<TotalOperation.Term> summands = new ArrayList<>();
        for (int k = 0; k < terms.size(); k++) {
            Objective.Term term = terms.get(k);
            Optional<Variable> recorded = Optional.empty();
            if (terms.size() > 1 && walker.holds(value(term))) {
                recorded = Optional.of(walker.array(value(term)));
            } else {
                walker.made(first + k, 0);
            }
            summands.add(new TotalOperation.Term(first + k, term.scale(), recorded));
        }
        List<TotalOperation.Penalty> penalties = new ArrayList<>();
        experiment.objective().penalty().ifPresent(p -> p.weights().forEach(name -> {
            Variable weight = walker.before(experiment.weight(name));
            int elements = experiment.weight(name).shape().size();
            penalties.add(new TotalOperation.Penalty(weight, p.l2(), elements));
        }));
        walker.add(new TotalOperation(number, summands, penalties, walker.reads()));
        walker.expect(Walker.site(Phase.LOSS, Objective.NAME, "value"), number, 0);
    }
}
