package dev.parity.audit.judge;

import dev.parity.audit.plan.Operand;
import dev.parity.audit.plan.StepOperation;
import dev.parity.audit.script.StepScript;
import dev.parity.nn.optim.State;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The unit roundoff of each operation: that of the coarsest type among the experiment's, the operation's recorded arrays and their
 * operands. Where something of it was not recorded, its type is not known, and the coarsest of the whole trace stands for it.
 */
final class Roundoffs {
    private final StepScript script;
    private final Map<Integer, DType> types = new HashMap<>();

    /** @param overall the coarsest type in which the candidate computed, as far as is known */
    Roundoffs(
            Experiment experiment,
            StepScript script,
            Trace candidate,
            Function<Operand, Tensor> operands,
            DType overall) {
        this.script = script;
        Set<DType> recorded = EnumSet.noneOf(DType.class);
        for (Site site : candidate.sites()) {
            DType type = candidate.get(site).orElseThrow().dtype();
            if (type.isFloat()) {
                recorded.add(type);
            }
        }
        if (recorded.size() == 1) {
            DType all = DType.coarser(overall, recorded.iterator().next());
            IntStream.range(0, script.operations()).forEach(k -> types.put(k, all));
        } else {
            mixed(experiment.dtype(), candidate, operands, numbers(experiment));
            script.unrecorded().forEach(k -> types.merge(k, overall, DType::coarser));
        }
    }

    /**
     * States that are one number, by name. PyTorch counts steps in float32 whatever the arrays are, which does not make the step coarse; a number
     * that float32 does not hold exactly is for {@link HeldInFloat32}.
     */
    private static Set<String> numbers(Experiment experiment) {
        Set<String> names = new HashSet<>();
        experiment.training().ifPresent(t -> t.optimizers().forEach((weight, optimizer) -> optimizer.state().stream()
                .filter(State::scalar)
                .forEach(state -> names.add(weight + "." + state.name()))));
        return names;
    }

    private void mixed(DType finest, Trace candidate, Function<Operand, Tensor> operands, Set<String> numbers) {
        for (int k = 0; k < script.operations(); k++) {
            StepOperation operation = script.operation(k);
            DType type = finest;
            for (Operand operand : operation.reads().operands()) {
                boolean number = operand.kind() == Operand.Kind.BEFORE && numbers.contains(operand.name());
                type = number
                        ? type
                        : DType.coarser(type, operands.apply(operand).dtype());
            }
            types.put(k, type);
        }
        for (Site site : candidate.sites()) {
            if (site.phase() == Phase.STATE && numbers.contains(site.name())) {
                continue;
            }
            script.found(site.at(0))
                    .ifPresent(p -> types.merge(
                            p.operation(), candidate.get(site).orElseThrow().dtype(), DType::coarser));
        }
        for (int k = 0; k < script.operations(); k++) {
            for (int read : script.operation(k).after()) {
                types.merge(k, types.get(read), DType::coarser);
            }
        }
    }

    Tensor all() {
        double[] all = new double[script.operations()];
        for (int k = 0; k < all.length; k++) {
            all[k] = types.get(k).roundoff();
        }
        return Tensor.of(Shape.of(all.length), all);
    }
}
