package dev.parity.nn;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One use of a layer or loss in a network, step after step: the arrays that it reads, those that it writes, and those
 * that forward keeps for backward. Inputs are lent by the frames that made them; everything else belongs to the frame
 * and is allocated once, so that a training step allocates nothing.
 *
 * <p>A layer <em>writes</em> its outputs and gradients whole (it never adds to what was there): summing the branches of
 * a fork, the uses of a shared weight and the micro-batches of an accumulation is the engine's work.
 */
public final class Frame {
    private final DType dtype;
    private final BiFunction<DType, Shape, Array> memory;
    private final Map<String, Array> parameters = new LinkedHashMap<>();
    private final Map<String, Array> own = new LinkedHashMap<>();
    private final List<Array> inputs = new ArrayList<>();
    private final Map<String, Array> upstream = new LinkedHashMap<>();

    /**
     * @param dtype the type of the network's arithmetic
     * @param memory allocates an array; the engine's, since only engines load native libraries
     */
    public Frame(DType dtype, BiFunction<DType, Shape, Array> memory) {
        this.dtype = dtype;
        this.memory = memory;
    }

    public DType dtype() {
        return dtype;
    }

    // What the engine lends.

    public void lend(List<Array> x) {
        inputs.clear();
        inputs.addAll(x);
    }

    /** Lends a parameter, a buffer or a mask. */
    public void lend(String name, Array parameter) {
        parameters.put(name, parameter);
    }

    /** Lends dL/d(output) for backward. */
    public void lendGradient(String output, Array dy) {
        upstream.put(output, dy);
    }

    // What forward reads and writes.

    public int inputs() {
        return inputs.size();
    }

    /** The shapes of all inputs. */
    public Shape[] shapes() {
        return inputs.stream().map(Array::shape).toArray(Shape[]::new);
    }

    public Array x() {
        return inputs.get(0);
    }

    public Array x(int i) {
        return inputs.get(i);
    }

    /** A parameter, buffer or mask by its state-dict name. */
    public Array param(String name) {
        Array array = parameters.get(name);
        if (array == null) {
            throw new IllegalStateException("this layer has no " + name + ", only " + parameters.keySet());
        }
        return array;
    }

    public boolean hasParam(String name) {
        return parameters.containsKey(name);
    }

    /** The main output, to be written by forward. */
    public Array y(Shape shape) {
        return keep("y", shape);
    }

    /** The main output, as forward left it. */
    public Array y() {
        return kept("y");
    }

    /**
     * An array of this frame, allocated at first use and again only when its shape changes: a cache for backward, a
     * scratch, or a further output under PyTorch's name. What is in it is what was left there.
     */
    public Array keep(String name, Shape shape) {
        return keep(name, dtype, shape);
    }

    /** The same for integers: positions, counts, indices. */
    public Array keepInts(String name, Shape shape) {
        return keep(name, DType.INT64, shape);
    }

    /** The same in float64 whatever the network's type: statistics, and the accumulators of long sums. */
    public Array keepDoubles(String name, Shape shape) {
        return keep(name, DType.FLOAT64, shape);
    }

    /** Threads that share a layer's loop may each ask for a scratch of its own. */
    private synchronized Array keep(String name, DType type, Shape shape) {
        Array array = own.get(name);
        if (array == null || !array.shape().equals(shape)) {
            array = memory.apply(type, shape);
            own.put(name, array);
        }
        return array;
    }

    /** An array that was kept before. */
    public synchronized Array kept(String name) {
        Array array = own.get(name);
        if (array == null) {
            throw new IllegalStateException("nothing was kept as " + name + ", only " + own.keySet());
        }
        return array;
    }

    // What backward reads and writes.

    /** dL/dy. */
    public Array dy() {
        return upstream.get("y");
    }

    /** dL/d(a further output), or null where nothing in the network uses that output. */
    public Array dOutput(String output) {
        return upstream.get(output);
    }

    /** dL/dx, to be written by backward. */
    public Array dx() {
        return dx(0);
    }

    /** dL/d(the i-th input), to be written by backward. */
    public Array dx(int i) {
        return keep("dx" + i, x(i).shape());
    }

    /** Whether an input has a gradient: tokens and labels have none. */
    public boolean wantsDx(int i) {
        return x(i).dtype().isFloat();
    }

    /** dL/d(a parameter), to be written by backward. */
    public Array dparam(String name) {
        return keep("d" + name, param(name).shape());
    }
}
