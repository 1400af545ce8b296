package dev.parity.audit;

import dev.parity.engine.Batch;
import dev.parity.engine.Start;
import dev.parity.engine.TorchProgram;
import dev.parity.nn.optim.State;
import dev.parity.nn.schedule.Group;
import dev.parity.spec.Experiment;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes each array of the candidate again, in float64, from the candidate's own operands at the sites that the graph names:
 * a layer's output from its recorded inputs and weights, its gradients from its recorded inputs and the recorded dL/dy, an
 * update from the recorded gradient and the weight and state before it.
 */
public final class Auditor implements AutoCloseable {
    private final Experiment experiment;
    private final TorchProgram program;
    private final StepScript.Method step;
    private final Optional<StepScript.Method> update;
    private final Map<String, Group> groups;
    private final Map<String, Tensor> constants;
    /** The candidate's weights, buffers and optimizer states as the step before left them. */
    private final Map<String, Tensor> before = new HashMap<>();
    /** The candidate's gradients of the step before. */
    private final Map<String, Tensor> summed = new HashMap<>();

    private int updates;

    /** @param precision in which the candidate computed or recorded, whichever is coarser */
    public Auditor(Experiment experiment, Start start, DType precision, int threads) {
        this.experiment = experiment;
        StringBuilder code = new StringBuilder(AuditScript.of(experiment, precision));
        this.step = StepScript.step(experiment, precision, code);
        this.update = experiment
                .training()
                .filter(t -> !t.optimizers().isEmpty())
                .map(t -> StepScript.update(experiment, t, precision, code));
        this.program = new TorchProgram(code.toString(), threads);
        this.groups = experiment.training().map(Training::groups).orElse(Map.of());
        this.constants = start.operands();
        before.putAll(start.weights());
        experiment.training().ifPresent(t -> t.optimizers().forEach((name, optimizer) -> {
            for (State state : optimizer.state()) {
                Shape shape = state.scalar()
                        ? Shape.scalar()
                        : experiment.weight(name).shape();
                before.put(name + "." + state.name(), Tensor.fill(experiment.dtype(), shape, i -> state.initial()));
            }
        }));
    }

    /** Whether the candidate recorded every operand that the audit wants in this step. */
    public boolean covers(int number, Trace candidate) {
        return covers(step, candidate)
                && (!updates(number)
                        || update.filter(u -> !covers(u, candidate)).isEmpty());
    }

    private static boolean covers(StepScript.Method method, Trace candidate) {
        int any = candidate.sites().stream().findFirst().map(Site::step).orElse(0);
        return method.operands().stream()
                .filter(o -> o.kind() == StepScript.Operand.Kind.RECORDED)
                .allMatch(o -> candidate.has(o.site().at(any)));
    }

    private boolean updates(int number) {
        return experiment.training().filter(t -> t.updates(number)).isPresent();
    }

    /** Judges everything that the candidate recorded in a step, in causal order. The steps come in order, all of them. */
    public List<Judged> step(Batch batch, Trace candidate) {
        List<Judged> judged = new ArrayList<>(run(step, batch, candidate));
        experiment.weights().stream()
                .filter(Weight::trained)
                .forEach(w -> summed.put(
                        w.name(), recorded(candidate, new Site(batch.step(), Phase.GRADIENT, w.layer(), w.local()))));
        if (updates(batch.step())) {
            updates++;
            update.ifPresent(u -> judged.addAll(run(u, batch, candidate)));
            groups.values().forEach(Group::step);
        }
        candidate.forEach((site, array) -> {
            if (site.phase() == Phase.UPDATE || site.phase() == Phase.STATE) {
                before.put(site.name(), array);
            }
        });
        return judged;
    }

    private List<Judged> run(StepScript.Method method, Batch batch, Trace candidate) {
        List<Tensor> arguments = method.operands().stream()
                .map(o -> operand(o, batch, candidate))
                .toList();
        List<Tensor> results = program.run(method.name(), arguments);
        Tensor rows = results.get(0);
        int failed = 1;
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < method.judged().size(); i++) {
            int r = i * 4;
            judged.add(new Judged(
                    method.judged().get(i).at(batch.step()),
                    (long) rows.get(r),
                    (long) rows.get(r + 1),
                    rows.get(r + 2),
                    rows.get(r + 3),
                    rows.get(r + 1) > 0 ? Optional.of(results.get(failed++)) : Optional.empty()));
        }
        return judged;
    }

    private Tensor operand(StepScript.Operand operand, Batch batch, Trace candidate) {
        return switch (operand.kind()) {
            case COLUMN -> batch.columns().get(operand.name());
            case MASK -> batch.masks().get(operand.name());
            case CONSTANT -> constants.get(operand.name());
            case BEFORE -> before.get(operand.name());
            case SUMMED ->
                experiment.training().filter(t -> t.begins(batch.step())).isPresent()
                        ? Tensor.fill(
                                DType.FLOAT64, experiment.weight(operand.name()).shape(), i -> 0)
                        : summed.get(operand.name());
            case RECORDED -> recorded(candidate, operand.site().at(batch.step()));
            case RATES -> rates();
        };
    }

    private static Tensor recorded(Trace candidate, Site site) {
        return candidate.get(site).orElseThrow(() -> new IllegalStateException("the candidate did not record " + site));
    }

    private Tensor rates() {
        List<Group> all = List.copyOf(groups.values());
        return Tensor.fill(DType.FLOAT64, Shape.of(all.size(), 3), i -> switch (i % 3) {
            case 0 -> all.get(i / 3).lr();
            case 1 -> all.get(i / 3).momentum();
            default -> updates;
        });
    }

    @Override
    public void close() {
        program.close();
    }
}
