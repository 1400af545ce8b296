package dev.parity.audit.plan;

import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@link Walk} under way, in three parts that have little in common: {@link NodeWalk}, {@link LossWalk} and {@link WeightWalk}. It knows what has been
 * read since an operation {@linkplain #begin() began}, and where to find an array: among the operands, or on the way.
 */
final class Walker {
    private final Experiment experiment;
    private final Plan plan;
    /** Their order is that in which they are first read. */
    private final Map<Operand, Variable.Given> operands = new LinkedHashMap<>();
    /** Carried operands come first. */
    private final Map<String, Statement> carried = new LinkedHashMap<>();

    private final List<Statement> statements = new ArrayList<>();
    private final List<StepOperation> operations = new ArrayList<>();
    private final List<NodeOperation> nodes = new ArrayList<>();
    private final Map<Site, Expected> expected = new LinkedHashMap<>();
    private final Map<String, Expected> left = new LinkedHashMap<>();

    /** What was not recorded and has been read. */
    private final Map<Site, Variable> onTheWay = new HashMap<>();
    /** Buffers that a node has moved in this step, as a second use of its layer begins with them. */
    private final Map<String, Variable> moved = new HashMap<>();
    /** What is not recorded behind a node's gradients, or a loss's. */
    private final Map<Integer, Set<Site>> behind = new HashMap<>();

    private final List<Variable> variables = new ArrayList<>();
    private final Set<Operand> touched = new LinkedHashSet<>();
    private final Set<Site> unrecorded = new LinkedHashSet<>();
    /** The number of the next operation that is no node and no loss. */
    private int next;

    Walker(Experiment experiment, Plan plan) {
        this.experiment = experiment;
        this.plan = plan;
        this.next = experiment.nodes().size() + experiment.objective().terms().size();
    }

    Walk walk() {
        NodeWalk forwardAndBack = new NodeWalk(experiment, this);
        forwardAndBack.forward();
        new LossWalk(experiment, this).losses();
        forwardAndBack.backward();
        WeightWalk weights = new WeightWalk(experiment, this);
        weights.gradients();
        weights.buffers();
        weights.frozen();
        if (plan.updates()) {
            experiment.training().ifPresent(weights::train);
        }
        List<Statement> all =
                Stream.concat(carried.values().stream(), statements.stream()).toList();
        return new Walk(experiment, List.copyOf(operands.keySet()), all, operations, nodes, expected, left);
    }

    // What an operation reads.

    /** Forgets what the operation before this one was made of. */
    void begin() {
        variables.clear();
        touched.clear();
        unrecorded.clear();
    }

    /** All since then. */
    Reads reads() {
        return new Reads(variables, touched, unrecorded);
    }

    /** Adds what was read another time. */
    void readAgain(Reads reads) {
        variables.addAll(reads.variables());
        touched.addAll(reads.operands());
        unrecorded.addAll(reads.unrecorded());
    }

    /** An operand that does not depend on the candidate. */
    Variable given(Operand operand) {
        return operands.computeIfAbsent(operand, o -> new Variable.Given(operands.size()));
    }

    Variable given(Operand.Kind kind, String name) {
        return given(Operand.of(kind, name));
    }

    private Variable read(Variable variable) {
        variables.add(variable);
        return variable;
    }

    /** An array as an operation has made it, and all that is behind it. */
    Variable made(int operation, int index) {
        unrecorded.addAll(behind.get(operation));
        return read(new Variable.Made(operation, index));
    }

    /** A weight, buffer, state or summed gradient as the step before left it. */
    Variable before(Operand.Kind kind, String name, Site site) {
        String key = kind == Operand.Kind.SUMMED ? Operand.summed(name) : name;
        Operand operand = Operand.of(kind, name);
        Variable value = given(operand);
        touched.add(operand);
        if (!plan.carried().contains(key)) {
            return read(value);
        }
        unrecorded.add(site);
        Variable scatter = given(Operand.Kind.SCATTER, key);
        Variable off = new Variable.Carried(operands.get(operand).number());
        carried.put(
                off.text(),
                new Statement.Assignment(
                        off.text(), "self.carried(%s, %s, z)".formatted(value.text(), scatter.text())));
        return read(off);
    }

    Variable before(Weight weight) {
        Variable now = moved.get(weight.name());
        return now != null
                ? now
                : before(Operand.Kind.BEFORE, weight.name(), site(Phase.UPDATE, weight.layer(), weight.local()));
    }

    /** The array at a site: recorded, or computed on the way. */
    Variable array(Site site) {
        if (holds(site)) {
            touched.add(Operand.recorded(site));
            return read(given(Operand.recorded(site)));
        }
        Expected array = expected.get(site);
        unrecorded.add(site);
        unrecorded.addAll(array.together());
        return read(onTheWay.computeIfAbsent(site, s -> noised(array)));
    }

    private Variable noised(Expected array) {
        int k = array.operation();
        int i = array.index();
        Variable variable = new Variable.OnTheWay(k, i);
        add(new Statement.Assignment(variable.text(), "self.own(E[%1$d][%2$d], S, %1$d, %2$d, z)".formatted(k, i)));
        return variable;
    }

    Variable value(Wire wire) {
        return wire.isData()
                ? given(Operand.Kind.COLUMN, wire.output())
                : array(site(Phase.FORWARD, wire.node(), wire.output()));
    }

    boolean holds(Site site) {
        return plan.held().contains(site);
    }

    boolean judges(Site site) {
        return plan.judged().contains(site);
    }

    // What it makes.

    int next() {
        return next++;
    }

    void add(Statement statement) {
        statements.add(statement);
    }

    void add(StepOperation operation) {
        statements.add(operation);
        operations.add(operation);
    }

    void add(NodeOperation operation) {
        add((StepOperation) operation);
        nodes.add(operation);
    }

    /** What is to be found at a site; behind it is what has been read. */
    Expected expect(Site site, int operation, int index) {
        Expected array = new Expected(operation, index, unrecorded);
        expected.put(site, array);
        return array;
    }

    /** The same, later: behind it is what is behind the operation's gradients. */
    void expectBehind(Site site, int operation, int index) {
        expected.put(site, new Expected(operation, index, behind.get(operation)));
    }

    void expect(Map<Site, Expected> arrays) {
        expected.putAll(arrays);
    }

    /** What has been read is behind an operation's gradients. */
    void remember(int operation) {
        behind.put(operation, Set.copyOf(unrecorded));
    }

    void leave(String name, Expected array) {
        left.put(name, array);
    }

    /** Leaves a buffer, and lets the next use of its layer begin with it. */
    void move(String buffer, int operation, int index) {
        leave(buffer, new Expected(operation, index, unrecorded));
        Variable now = new Variable.Moved(operation, index);
        moved.put(buffer, now);
        add(new Statement.Assignment(now.text(), "E[%d][%d]".formatted(operation, index)));
    }

    /** A buffer is judged as the last use of its layer leaves it. */
    void expectBuffer(Site site, String buffer) {
        if (left.containsKey(buffer)) {
            expected.put(site, left.get(buffer));
        }
    }

    static Site site(Phase phase, String layer, String array) {
        return new Site(0, phase, layer, array);
    }
}
