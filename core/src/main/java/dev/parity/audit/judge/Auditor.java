package dev.parity.audit.judge;

import dev.parity.audit.plan.Operand;
import dev.parity.audit.plan.Plan;
import dev.parity.audit.script.AuditScript;
import dev.parity.audit.script.StepScript;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.nn.optim.State;
import dev.parity.nn.schedule.Group;
import dev.parity.nn.schedule.Groups;
import dev.parity.spec.Experiment;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Computes each array of the candidate again, in float64, from the candidate's own operands at the sites that the graph names:
 * a layer's output from its recorded inputs and weights, its gradients from its recorded inputs and the recorded dL/dy, an
 * update from the recorded gradient and the weight and state before it. What the candidate did not record is computed from the nearest
 * ancestors that it did record, and judged together with what follows.
 */
public final class Auditor implements AutoCloseable {
    private static final int PROGRAMS = 12;

    /** A weight, buffer, state or summed gradient after a step: recorded, or carried by the reference, with its scatter. */
    private record Known(Tensor value, Optional<Tensor> scatter) {}

    /** What a step's audit is about. */
    private record Step(Batch batch, Trace candidate, Map<String, Known> before, Tensor rates) {
        Step with(Trace other) {
            return new Step(batch, other, before, rates);
        }
    }

    private final Experiment experiment;
    private final DType precision;
    private final int threads;
    private final String operations;
    /** A trace that records something else at each step wants another program for each; the oldest are let go. */
    private final Map<Plan, StepProgram> programs;

    /** Whether the programs are this auditor's to close, and not those of another like it. */
    private final boolean owner;

    private final Groups groups;
    private final Map<String, Tensor> constants;
    /** The sums of gradients as a window of accumulation begins with them. */
    private final Map<String, Known> zeros;

    private final RecentErrors recent = new RecentErrors();
    private Map<String, Known> before = new HashMap<>();

    private int updates;
    private Optional<Step> last = Optional.empty();

    /** @param precision in which the candidate computed or recorded, whichever is coarser */
    public Auditor(Experiment experiment, Start start, DType precision, int threads) {
        this(experiment, start, precision, threads, Optional.empty());
    }

    /** @param like an auditor of the same experiment on the same thread, whose programs will do if its precision is the same */
    public Auditor(Experiment experiment, Start start, DType precision, int threads, Optional<Auditor> like) {
        Optional<Auditor> same = like.filter(a -> a.precision == precision);
        this.programs = same.map(a -> a.programs).orElseGet(Auditor::programs);
        this.owner = same.isEmpty();
        this.experiment = experiment;
        this.precision = precision;
        this.threads = threads;
        this.operations = AuditScript.of(experiment, precision);
        this.groups = experiment.training().map(Training::groups).orElse(Groups.NONE);
        this.constants = start.operands();
        start.weights().forEach((name, value) -> before.put(name, new Known(value, Optional.empty())));
        experiment.training().ifPresent(t -> t.optimizers().forEach((name, optimizer) -> {
            for (State state : optimizer.state()) {
                Shape shape = state.scalar()
                        ? Shape.scalar()
                        : experiment.weight(name).shape();
                Tensor initial = Tensor.fill(experiment.dtype(), shape, i -> state.initial());
                before.put(name + "." + state.name(), new Known(initial, Optional.empty()));
            }
        }));
        this.zeros = experiment.weights().stream()
                .filter(Weight::trained)
                .collect(Collectors.toMap(w -> Operand.summed(w.name()), w -> zeros(w.shape())));
        before.putAll(zeros);
    }

    private Known zeros(Shape shape) {
        return new Known(Tensor.fill(experiment.dtype(), shape, i -> 0), Optional.empty());
    }

    private static Map<Plan, StepProgram> programs() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Plan, StepProgram> eldest) {
                boolean old = size() > PROGRAMS;
                if (old) {
                    eldest.getValue().close();
                }
                return old;
            }
        };
    }

    /** Judges everything that the candidate recorded in a step, in causal order. The steps come in order, all of them. */
    public List<Judged> step(Batch batch, Trace candidate) {
        int number = batch.step();
        experiment.training().filter(t -> t.begins(number)).ifPresent(t -> before.putAll(zeros));
        boolean moves = updates(number);
        updates += moves ? 1 : 0;
        Step now = new Step(batch, candidate, Map.copyOf(before), rateRows());
        last = Optional.of(now);
        Set<Site> recorded = recorded(candidate);
        Map<String, Known> after = new HashMap<>(before);
        List<Judged> judged = judge(now, recorded, recorded, false, after);
        if (moves) {
            groups.step();
        }
        before = after; // the step itself keeps what it began with, for a look again
        return judged;
    }

    /** The arrays of the last step as they were judged, but for what is off by no more than a record's digits explain. */
    public List<Judged> written(List<Judged> judged, Grain grain) {
        if (!grain.rounded() || judged.stream().allMatch(Judged::passes)) {
            return judged;
        }
        Step now = last.orElseThrow();
        Set<Site> recorded = recorded(now.candidate);
        Written written = new Written(grain, now.batch.step());
        return written.of(
                judged,
                site -> now.candidate.get(site).orElseThrow(),
                all -> judge(
                        drawn(now, written),
                        now.candidate,
                        recorded,
                        recorded,
                        false,
                        new HashMap<>(),
                        new RecentErrors()));
    }

    /** Whether an array of the last step is right from what another step is fed. */
    public boolean rightFrom(Batch other, Site site) {
        Step now = last.orElseThrow();
        Batch fed = new Batch(now.batch.step(), other.columns(), now.batch.masks());
        List<Judged> judged = judge(
                new Step(fed, now.candidate, now.before, now.rates),
                now.candidate,
                recorded(now.candidate),
                Set.of(site.at(0)),
                false,
                new HashMap<>(),
                new RecentErrors());
        return !judged.isEmpty() && judged.stream().allMatch(Judged::passes);
    }

    /** A step with operands as they may have been; what was carried from step to step has gathered more. */
    private static Step drawn(Step now, Written written) {
        Trace candidate = new Trace();
        now.candidate.forEach((site, array) -> candidate.put(site, written.drawn(array, 1)));
        Map<String, Tensor> columns = new HashMap<>();
        now.batch.columns().forEach((key, column) -> columns.put(key, written.drawn(column, 1)));
        Map<String, Known> before = new HashMap<>();
        now.before.forEach((name, known) -> before.put(
                name,
                new Known(
                        written.drawn(known.value(), known.scatter().isPresent() ? Written.CARRIED : 1),
                        known.scatter())));
        return new Step(new Batch(now.batch.step(), columns, now.batch.masks()), candidate, before, now.rates);
    }

    /**
     * The arrays of the last step as another trace of the same sites has them, judged.
     *
     * @param after what the step then leaves behind
     */
    public static final class Look {
        private final List<Judged> judged;
        private final Map<String, Known> after;

        private Look(List<Judged> judged, Map<String, Known> after) {
            this.judged = judged;
            this.after = after;
        }

        public List<Judged> judged() {
            return judged;
        }
    }

    /**
     * Judges the last step as if other numbers had been recorded at its sites.
     *
     * @param free sites at which nothing is taken as recorded: what is made of them rounds as they do
     */
    public Look look(Trace other, Set<Site> free) {
        Step now = last.orElseThrow().with(other);
        Set<Site> recorded = recorded(other);
        Set<Site> held = new HashSet<>(recorded);
        free.forEach(site -> held.remove(site.at(0)));
        Map<String, Known> after = new HashMap<>(now.before);
        return new Look(judge(now, held, recorded, false, after), after);
    }

    /** What the last step makes of other numbers at its sites: each array of these, in float64, as a site of the step. */
    public Map<Site, Tensor> made(Trace other) {
        Step now = last.orElseThrow().with(other);
        Set<Site> recorded = recorded(other);
        StepProgram program = program(plan(now, recorded, recorded, false));
        return program.made(
                now.batch.step(), operands(program.script(), now), roundoffs(program.script(), now, now.candidate));
    }

    /** Judges the arrays of the last step from its start, and from nothing that was recorded in between. */
    public List<Judged> truth() {
        Step now = last.orElseThrow();
        return judge(now, Set.of(), recorded(now.candidate), false, new HashMap<>());
    }

    /** What the last step owes, made from its start and from nothing that was recorded in between, as sites of the step. */
    public Map<Site, Tensor> owes() {
        Step now = last.orElseThrow();
        StepProgram program = program(plan(now, Set.of(), recorded(now.candidate), false));
        return program.made(
                now.batch.step(), operands(program.script(), now), roundoffs(program.script(), now, now.candidate));
    }

    /** The next step begins with what a look at this one left behind. */
    public void goOn(Look look) {
        before = look.after;
    }

    /** A weight as the last step began with it. */
    public Tensor before(String weight) {
        return last.orElseThrow().before.get(weight).value();
    }

    /** The learning rate and the momentum of each weight in the last step, in their order. */
    public Map<String, double[]> rates() {
        Map<String, double[]> all = new LinkedHashMap<>();
        Tensor rates = last.orElseThrow().rates;
        for (String weight : groups.byWeight().keySet()) {
            int row = 3 * all.size();
            all.put(weight, new double[] {rates.get(row), rates.get(row + 1)});
        }
        return all;
    }

    /** Judges some of the arrays of the last step from its start, and from nothing that was recorded in between. */
    public List<Judged> whole(Predicate<Site> which) {
        Step now = last.orElseThrow();
        Set<Site> some = recorded(now.candidate).stream().filter(which).collect(Collectors.toSet());
        return judge(now, Set.of(), some, true, new HashMap<>());
    }

    /** What of the weights, buffers and states that the next step begins with is not recorded, by name. */
    public Set<String> carried() {
        return carried(before);
    }

    private static Set<String> carried(Map<String, Known> known) {
        return known.entrySet().stream()
                .filter(e -> e.getValue().scatter().isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The sites of a step's trace, as of step 0. */
    public static Set<Site> recorded(Trace candidate) {
        return candidate.sites().stream()
                .filter(s -> s.phase() != Phase.DATA)
                .map(s -> s.at(0))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean updates(int number) {
        return experiment.training().filter(t -> t.updates(number)).isPresent();
    }

    /** @param after takes what the step leaves behind */
    private List<Judged> judge(Step now, Set<Site> held, Set<Site> judged, boolean whole, Map<String, Known> after) {
        return judge(now, now.candidate, held, judged, whole, after, recent);
    }

    /**
     * @param now what operands are taken from
     * @param candidate what is judged
     */
    private List<Judged> judge(
            Step now,
            Trace candidate,
            Set<Site> held,
            Set<Site> judged,
            boolean whole,
            Map<String, Known> after,
            RecentErrors recent) {
        StepProgram program = program(plan(now, held, judged, whole));
        StepScript script = program.script();
        StepProgram.Result result = program.judge(
                now.batch.step(), candidate, operands(script, now), roundoffs(script, now, candidate), recent);
        leave(now, script, result.carried(), after);
        return result.judged();
    }

    private Plan plan(Step now, Set<Site> held, Set<Site> judged, boolean whole) {
        return new Plan(held, judged, carried(now.before), updates(now.batch.step()), whole);
    }

    private StepProgram program(Plan plan) {
        return programs.computeIfAbsent(plan, p -> new StepProgram(experiment, p, operations, threads));
    }

    private List<Tensor> operands(StepScript script, Step now) {
        return script.operands().stream().map(o -> operand(o, now)).toList();
    }

    private Tensor roundoffs(StepScript script, Step now, Trace candidate) {
        return new Roundoffs(experiment, script, candidate, o -> operand(o, now), precision).all();
    }

    /** What was recorded of weights and states is what the next step begins with, and what was not is carried. */
    private void leave(Step now, StepScript script, List<Tensor> results, Map<String, Known> after) {
        now.candidate.forEach((site, array) -> {
            if (site.phase() == Phase.UPDATE || site.phase() == Phase.STATE) {
                after.computeIfPresent(site.name(), (n, k) -> new Known(array, Optional.empty()));
            } else if (site.phase() == Phase.GRADIENT) {
                after.computeIfPresent(Operand.summed(site.name()), (n, k) -> new Known(array, Optional.empty()));
            }
        });
        for (int i = 0; i < script.carried().size(); i++) {
            after.put(script.carried().get(i), new Known(results.get(2 * i), Optional.of(results.get(2 * i + 1))));
        }
    }

    private Tensor operand(Operand operand, Step now) {
        return switch (operand.kind()) {
            case COLUMN -> now.batch.columns().get(operand.name());
            case MASK -> now.batch.masks().get(operand.name());
            case CONSTANT -> constants.get(operand.name());
            case BEFORE -> now.before.get(operand.name()).value();
            case SUMMED -> now.before.get(Operand.summed(operand.name())).value();
            case SCATTER -> now.before.get(operand.name()).scatter().orElseThrow();
            case RECORDED ->
                now.candidate
                        .get(operand.site().at(now.batch.step()))
                        .orElseThrow(() -> new IllegalStateException("the candidate did not record " + operand.site()));
            case RATES -> now.rates;
        };
    }

    private Tensor rateRows() {
        List<Group> all = List.copyOf(groups.byWeight().values());
        return Tensor.fill(DType.FLOAT64, Shape.of(all.size(), 3), i -> switch (i % 3) {
            case 0 -> all.get(i / 3).lr();
            case 1 -> all.get(i / 3).momentum();
            default -> updates;
        });
    }

    @Override
    public void close() {
        if (owner) {
            programs.values().forEach(StepProgram::close);
        }
    }
}
