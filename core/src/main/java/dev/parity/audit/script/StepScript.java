package dev.parity.audit.script;

import dev.parity.audit.plan.Expected;
import dev.parity.audit.plan.Operand;
import dev.parity.audit.plan.Plan;
import dev.parity.audit.plan.StepOperation;
import dev.parity.audit.plan.Walk;
import dev.parity.spec.Experiment;
import dev.parity.spec.Objective;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The audit of one step under a plan, as a PyTorch program.
 * <pre>
 *   step       takes a roundoff for each operation and the operands; returns what is expected of each array, and the deviations of those that
 *              are {@link #told}, and keeps the rest for suspects
 *   usual      takes a roundoff for each operation; returns what rounding does to each of these as a rule, over u/2 times the root mean
 *              square of its row; 0 where that says nothing
 *   suspects   takes a roundoff for each operation, the numbers of the arrays that a {@link dev.parity.audit.judge.Screen} found something in (with 1 where
 *              the candidate's is not finite), the numbers of the audit and the step, and for each array the places of what was found
 *              and what the candidate has there; returns a row of figures for each, what runs in float32 have shown, what the failing
 *              ones should be with the deviations of that, and what is carried to the next step
 *   look       takes the number of an operation and the operands; returns what the operation reads
 * </pre>
 * But for those that are told, a deviation is computed only where an element is further off than half a unit in the last place could explain, and
 * drawn only where operations are judged together, or where no rule gives it and float32 is not as far off.
 */
public final class StepScript {
    private static final Template WALK = Template.of("walk");
    private static final Template STEP = Template.of("step");
    private static final Template USUAL = Template.of("usual");
    private static final String LOOK = Template.of("look").fill(Map.of());

    private final Experiment experiment;
    private final Plan plan;
    private final Walk walk;
    private final List<Site> judged;
    private final List<String> carried;
    private final List<Integer> told;
    private final FirstScript first;

    public StepScript(Experiment experiment, Plan plan) {
        this.experiment = experiment;
        this.plan = plan;
        this.walk = Walk.of(experiment, plan);
        this.judged = walk.expected().keySet().stream()
                .filter(plan.judged()::contains)
                .toList();
        this.first = new FirstScript(
                experiment, walk, judged.stream().map(walk.expected()::get).toList());
        this.told = losses();
        this.carried = walk.left().entrySet().stream()
                .filter(e -> !plan.held().contains(site(e.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Site site(Expected array) {
        return walk.expected().entrySet().stream()
                .filter(e -> e.getValue().operation() == array.operation()
                        && e.getValue().index() == array.index())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** The sites of the rows, in causal order, as of step 0. */
    public List<Site> judged() {
        return judged;
    }

    public Expected expected(Site site) {
        return walk.expected().get(site);
    }

    /** The arrays of nodes whose sum an array is. */
    public List<Expected> parts(Expected array) {
        return walk.parts(array);
    }

    public Optional<Expected> found(Site site) {
        return Optional.ofNullable(walk.expected().get(site));
    }

    /** How many operations there are. */
    public int operations() {
        return walk.operations().size();
    }

    public StepOperation operation(int number) {
        return walk.operation(number);
    }

    /**
     * The numbers of the arrays whose deviations come with the step itself: those of losses. They are differences of large numbers, suspect in
     * nearly every step, and to ask for their deviations in a second call costs more than to compute them.
     */
    public List<Integer> told() {
        return told;
    }

    /** None where losses are judged together with anything, and none where one has no rule, since the total is made of all. */
    private List<Integer> losses() {
        int first = experiment.nodes().size();
        List<Objective.Term> terms = experiment.objective().terms();
        if (plan.whole() || terms.stream().anyMatch(t -> t.loss().rounding().isBlank())) {
            return List.of();
        }
        return IntStream.range(0, judged.size())
                .filter(i -> {
                    Expected p = walk.expected().get(judged.get(i));
                    return p.operation() >= first
                            && p.operation() <= first + terms.size()
                            && p.together().isEmpty();
                })
                .boxed()
                .toList();
    }

    /** The numbers of the arrays of which {@code suspects} tells what runs in float32 have shown. */
    public List<Integer> shows() {
        return first.shows();
    }

    /** What {@code step} is given. */
    public List<Operand> operands() {
        return walk.operands();
    }

    /** Where among the operands a weight, buffer or state is as it was before the step; -1 of what is none, or not recorded. */
    public int before(Site site) {
        boolean moves = site.phase() == Phase.UPDATE || site.phase() == Phase.STATE;
        return moves ? operands().indexOf(Operand.of(Operand.Kind.BEFORE, site.name())) : -1;
    }

    /** The names of what {@code suspects} returns last: each with its value and its scatter. */
    public List<String> carried() {
        return carried;
    }

    /** The operations of which something is judged together with what was not recorded. */
    public Set<Integer> unrecorded() {
        return walk.expected().values().stream()
                .filter(p -> !p.together().isEmpty())
                .map(Expected::operation)
                .collect(Collectors.toSet());
    }

    /** The methods. */
    public String code() {
        StringBuilder code = new StringBuilder();
        int given = walk.operands().size();
        code.append(WALK.fill(Map.of(
                "operands",
                IntStream.range(0, given)
                        .mapToObj(i -> "g%d = g[%d]\n".formatted(i, i))
                        .collect(Collectors.joining()),
                "statements",
                walk.statements().stream().flatMap(s -> s.lines().stream()).collect(Collectors.joining("\n")),
                "operations",
                walk.operations().size())));
        code.append(new DeviationScript(experiment, walk).code());
        code.append(first.code());
        code.append(step());
        code.append(usual());
        code.append(together().code());
        code.append(new SuspectScript(walk, judged, carried).code());
        code.append(LOOK);
        return code.toString();
    }

    private TogetherScript together() {
        Stream<Expected> behind = judged.stream().map(walk.expected()::get).filter(p -> !p.together()
                .isEmpty());
        return new TogetherScript(
                walk.expected().entrySet().stream()
                        .filter(e -> !plan.held().contains(e.getKey()))
                        .map(e -> e.getValue().operation())
                        .toList(),
                Stream.concat(behind, carried.stream().map(walk.left()::get))
                        .map(Expected::operation)
                        .toList());
    }

    private String step() {
        List<Expected> arrays = judged.stream().map(walk.expected()::get).toList();
        List<Expected> losses = told.stream().map(arrays::get).toList();
        return STEP.fill(Map.of(
                "losses",
                losses.stream()
                        .map(p -> "b = self.fill(%d, A, B, E, S, Q, a[0])\n".formatted(p.operation()))
                        .distinct()
                        .collect(Collectors.joining()),
                "arrays",
                Stream.concat(
                                arrays.stream().map(p -> whole("E", p)),
                                losses.stream().map(p -> whole("S", p)))
                        .collect(Collectors.joining(", "))));
    }

    private static String whole(String list, Expected array) {
        return "%s[%d][%d].double().contiguous()".formatted(list, array.operation(), array.index());
    }

    private String usual() {
        return USUAL.fill(Map.of(
                "numbers",
                judged.stream()
                        .map(walk.expected()::get)
                        .map(p -> walk.alone(p)
                                .map(n -> "L.append(self.usual%1$d(A[%1$d], E[%1$d], float(a[0][%1$d]))[%2$d])\n"
                                        .formatted(n.operation(), n.index()))
                                .orElse("L.append(0.)\n"))
                        .collect(Collectors.joining())));
    }
}
