package dev.parity.engine;

import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Backpropagation by hand: runs the handwritten halves of {@code nn} over the graph, and does what lies between layers:
 * the sums at forks, of a shared weight's uses, and the penalty's share of a gradient.
 */
public final class HandwrittenEngine implements Engine {
    private final Experiment experiment;
    private final Spoiler spoiler;
    private final Map<String, Frame> frames = new LinkedHashMap<>();
    private final Map<String, Array> columns = new HashMap<>();
    private final Map<String, Array> masks = new HashMap<>();
    private final Map<String, Array> weights = new LinkedHashMap<>();
    private final Map<String, Array> gradients = new LinkedHashMap<>();
    private final Map<String, Array> operands = new HashMap<>();
    private final Optional<Descent> descent;

    public HandwrittenEngine(Experiment experiment, Start start, int threads, List<String> faults) {
        this(experiment, start, threads, new Planted(experiment, faults));
    }

    /** @param spoiler through which every array passes */
    public HandwrittenEngine(Experiment experiment, Start start, int threads, Spoiler spoiler) {
        Natives.nd4j();
        this.experiment = experiment;
        this.spoiler = spoiler;
        Rows.threads(threads);
        spoiler.begin(start);
        start.weights().forEach((name, value) -> weights.put(name, array(value)));
        start.operands().forEach((name, value) -> operands.put(name, array(value)));
        experiment.nodes().forEach(n -> frames.put(n.name(), frame(n)));
        experiment.objective().terms().forEach(t -> frames.put(t.name(), frame(t)));
        this.descent = experiment
                .training()
                .map(t -> new Descent(experiment, t, weights, HandwrittenEngine::allocate, spoiler));
    }

    private Frame frame(Node node) {
        Frame frame = new Frame(experiment.dtype(), HandwrittenEngine::allocate);
        node.weights().forEach((local, name) -> frame.lend(local, weights.get(name)));
        node.tensors().forEach((option, tensor) -> frame.lend(option, operands.get(tensor)));
        return frame;
    }

    private Frame frame(Objective.Term term) {
        Frame frame = new Frame(experiment.dtype(), HandwrittenEngine::allocate);
        term.tensors().forEach((operand, tensor) -> frame.lend(operand, operands.get(tensor)));
        return frame;
    }

    @Override
    public EngineChoice choice() {
        return EngineChoice.HANDWRITTEN;
    }

    @Override
    public String version() {
        return "ND4J " + Nd4jVersion.read();
    }

    @Override
    public Trace step(Batch batch) {
        Trace trace = new Trace();
        spoiler.step(batch, trace, weights);
        batch.columns()
                .forEach((key, column) ->
                        feed(columns, key, spoiler.spoil(Slot.data(key).at(batch.step()), column)));
        masks(batch, trace);
        forward(batch, trace);
        Map<Wire, List<Array>> branches = new HashMap<>();
        loss(batch.step(), trace, branches);
        backward(batch.step(), trace, branches);
        gradients(batch.step(), trace);
        buffers(batch.step(), trace);
        descent.ifPresent(d -> d.update(batch.step(), gradients, (site, array) -> record(trace, site, array)));
        return trace;
    }

    private static void feed(Map<String, Array> arrays, String key, Tensor value) {
        Array array = arrays.get(key);
        if (array == null || !array.shape().equals(value.shape())) {
            array = allocate(value.dtype(), value.shape());
            arrays.put(key, array);
        }
        array.load(value);
    }

    private void masks(Batch batch, Trace trace) {
        batch.masks().forEach((node, mask) -> {
            feed(masks, node, mask);
            record(trace, Graph.mask(node).at(batch.step()), masks.get(node));
            frames.get(node).lend("mask", masks.get(node));
        });
    }

    private Array value(Wire wire) {
        return wire.isData()
                ? columns.get(wire.output())
                : frames.get(wire.node()).kept(wire.output());
    }

    private void forward(Batch batch, Trace trace) {
        for (Node node : experiment.nodes()) {
            Frame frame = frames.get(node.name());
            frame.lend(node.inputs().stream().map(this::value).toList());
            node.columns().forEach((option, column) -> frame.lend(option, value(column)));
            node.layer().forward(frame);
            for (var output : node.outputs()) {
                record(
                        trace,
                        new Site(batch.step(), Phase.FORWARD, node.name(), output.name()),
                        frame.kept(output.name()));
            }
        }
    }

    /** The loss's value, and its gradient on each wire that it looks at. */
    private void loss(int step, Trace trace, Map<Wire, List<Array>> branches) {
        double total = 0;
        List<Objective.Term> terms = experiment.objective().terms();
        for (Objective.Term term : terms) {
            Frame frame = frames.get(term.name());
            frame.lend(term.predictions().stream().map(this::value).toList());
            term.target().ifPresent(t -> frame.lend("target", value(t)));
            Array value = frame.keep("value", Shape.scalar());
            value.set(0, term.loss().forward(frame));
            if (terms.size() > 1) {
                record(trace, Graph.value(term.name()).at(step), value);
            }
            total += term.scale() * value.get(0);
        }
        Array value = frames.get(terms.get(0).name()).keep("total", Shape.scalar());
        value.set(0, total + penalty());
        record(trace, Graph.value(Objective.NAME).at(step), value);
        for (Objective.Term term : terms) {
            Frame frame = frames.get(term.name());
            term.loss().backward(frame, term.scale());
            handOn(step, trace, branches, term.name(), frame, term.predictions());
        }
    }

    /** l2/2 Σ w². */
    private double penalty() {
        double sum = 0;
        if (experiment.objective().penalty().isPresent()) {
            for (String name : experiment.objective().penalty().get().weights()) {
                Array w = weights.get(name);
                for (int i = 0; i < w.size(); i++) {
                    sum += w.get(i) * w.get(i);
                }
            }
            sum *= experiment.objective().penalty().get().l2() / 2;
        }
        return sum;
    }

    private void backward(int step, Trace trace, Map<Wire, List<Array>> branches) {
        gradients.clear();
        for (int i = experiment.nodes().size() - 1; i >= 0; i--) {
            Node node = experiment.nodes().get(i);
            Frame frame = frames.get(node.name());
            for (var output : node.outputs()) {
                Wire wire = new Wire(node.name(), output.name());
                frame.lendGradient(output.name(), sum(frame, wire, step, branches.get(wire)));
            }
            node.layer().backward(frame);
            handOn(step, trace, branches, node.name(), frame, node.inputs());
            node.weights().forEach((local, name) -> {
                if (experiment.weight(name).trained()) {
                    gradients.merge(name, frame.dparam(local), this::plus);
                }
            });
        }
    }

    /** A second use of a weight adds to its gradient; the first use's array holds the sum. */
    private Array plus(Array sum, Array more) {
        sum.add(more);
        return sum;
    }

    /** dL/d(an output): the sum over what uses it, which passes the spoiler and is not recorded. */
    private Array sum(Frame frame, Wire wire, int step, List<Array> branches) {
        String output = wire.output();
        if (branches == null) {
            if (!output.equals("y")) {
                return null;
            }
            Array zeros = frame.keep("dy", frame.y().shape());
            zeros.fill(0);
            return zeros;
        }
        if (branches.size() == 1) {
            return branches.get(0);
        }
        Array sum = frame.keep("d" + output, branches.get(0).shape());
        sum.copy(branches.get(0));
        branches.subList(1, branches.size()).forEach(sum::add);
        Tensor right = sum.tensor();
        Tensor made = spoiler.spoil(Graph.gradient(wire).at(step), right);
        if (made != right) {
            sum.load(made);
        }
        return sum;
    }

    private void handOn(
            int step, Trace trace, Map<Wire, List<Array>> branches, String name, Frame frame, List<Wire> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            if (frame.wantsDx(i)) {
                record(trace, new Site(step, Phase.BACKWARD, name, Slot.dx(inputs.size(), i)), frame.dx(i));
                branches.computeIfAbsent(inputs.get(i), w -> new ArrayList<>()).add(frame.dx(i));
            }
        }
    }

    private void gradients(int step, Trace trace) {
        experiment.objective().penalty().ifPresent(penalty -> penalty.weights().forEach(name -> {
            Array w = weights.get(name);
            Array g = gradients.get(name);
            for (int i = 0; i < w.size(); i++) {
                g.add(i, penalty.l2() * w.get(i));
            }
        }));
        descent.ifPresent(d -> d.accumulate(step, gradients));
        for (Weight weight : experiment.weights()) {
            if (weight.trained()) {
                record(trace, Graph.gradient(weight).at(step), gradients.get(weight.name()));
            }
        }
    }

    private void buffers(int step, Trace trace) {
        for (Weight buffer : experiment.buffers()) {
            record(trace, Graph.left(buffer).at(step), weights.get(buffer.name()));
        }
    }

    /** Puts an array on record; where a fault is planted, what it makes of the array, which is then what the run goes on with. */
    private void record(Trace trace, Site site, Array array) {
        Tensor right = array.tensor();
        Tensor recorded = spoiler.spoil(site, right);
        if (recorded != right) {
            array.load(recorded);
        }
        trace.put(site, recorded);
    }

    private static Array array(Tensor value) {
        Array array = allocate(value.dtype(), value.shape());
        array.load(value);
        return array;
    }

    /** Memory that is ND4J's: row-major; a scalar or an empty array takes one element. */
    static Array allocate(DType dtype, Shape shape) {
        DataType type =
                switch (dtype) {
                    case FLOAT32 -> DataType.FLOAT;
                    case FLOAT64 -> DataType.DOUBLE;
                    case INT64 -> DataType.INT64;
                };
        return Array.of(Nd4j.createUninitialized(type, new long[] {Math.max(1, shape.size())}, 'c'), shape);
    }

    @Override
    public void close() {
        frames.clear();
        weights.clear();
        columns.clear();
    }
}
