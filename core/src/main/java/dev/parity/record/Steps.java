package dev.parity.record;

import dev.parity.report.Remark;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Weights under the number of another step: a program may count its updates from 0, or record a weight before it is moved. */
final class Steps {
    /** How much nearer to the weight after the first step than that is to the start. */
    private static final double AFTER = 0.01;

    private final Experiment experiment;
    private final Map<String, Tensor> drawn;
    private final String name;
    private final Grain grain;
    private final Map<String, Tensor> before = new HashMap<>();
    private final Map<String, Tensor> begun = new HashMap<>();
    private final Map<String, Remark> unmoved = new LinkedHashMap<>();

    /** @param name of the record, for a message */
    Steps(Experiment experiment, Map<String, Tensor> drawn, String name, Grain grain) {
        this.experiment = experiment;
        this.drawn = drawn;
        this.name = name;
        this.grain = grain;
        before.putAll(drawn);
    }

    void start(Trace read) {
        experiment.weights().forEach(w -> read.get(site(0, w)).ifPresent(array -> begun.put(w.name(), array)));
    }

    /** Looks at the weights after a step. */
    void step(int step, Trace read, Trace other) {
        if (step == 1) {
            refuseFromZero(other);
        }
        for (Weight weight : experiment.weights()) {
            Optional<Tensor> after = read.get(site(step, weight))
                    .filter(a -> a.size() == weight.shape().size());
            if (weight.trained() && after.isPresent()) {
                boolean stays =
                        Likeness.same(after.get(), Arrangement.plain(weight.shape()), before(weight), Grain.FULL);
                if (stays && moves(step, weight, other)) {
                    unmoved.putIfAbsent(weight.name(), remark(step, weight));
                }
                before.put(weight.name(), after.get());
            }
        }
    }

    private Tensor before(Weight weight) {
        return before.get(weight.name());
    }

    /** Whether the other side's weight is another after the step, by more than this one is written in. */
    private boolean moves(int step, Weight weight, Trace other) {
        Optional<Tensor> theirs = other.get(site(step, weight));
        return theirs.isPresent()
                && !Likeness.same(theirs.get(), Arrangement.plain(weight.shape()), before(weight), grain);
    }

    private static Remark remark(int step, Weight weight) {
        return new Remark(
                Remark.Kind.UNMOVED,
                site(step, weight),
                "is, to the last bit, the weight before the step: either it was recorded before the update, or the update was"
                        + " not made; record it after the update, and the weight before the first step as 0/update");
    }

    /** Where what is recorded as the start is the other side's weight after the first step, of every weight. */
    private void refuseFromZero(Trace other) {
        List<Weight> others = experiment.weights().stream()
                .filter(w -> w.trained() && begun.containsKey(w.name()) && other.has(site(1, w)))
                .toList();
        boolean all =
                others.stream().allMatch(w -> after(begun.get(w.name()), drawn.get(w.name()), other.get(site(1, w))));
        if (all && !others.isEmpty()) {
            throw new BadInput(name + ": counts its steps from 0: " + site(0, others.get(0))
                    + " is the weight after the first step, and not before it; write 1/update for that, 2/update for the next,"
                    + " and so for the loss and the gradients, of which 1 is the first step's");
        }
    }

    List<Remark> notes() {
        return List.copyOf(unmoved.values());
    }

    private static boolean after(Tensor begun, Tensor drawn, Optional<Tensor> after) {
        double off = 0;
        double move = 0;
        for (int i = 0; i < drawn.size() && begun.size() == drawn.size(); i++) {
            off += Math.pow(begun.get(i) - after.orElseThrow().get(i), 2);
            move += Math.pow(drawn.get(i) - after.orElseThrow().get(i), 2);
        }
        return move > 0 && off <= AFTER * AFTER * move;
    }

    private static Site site(int step, Weight weight) {
        return new Site(step, Phase.UPDATE, weight.layer(), weight.local());
    }
}
