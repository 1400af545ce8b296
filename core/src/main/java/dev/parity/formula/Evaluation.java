package dev.parity.formula;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Formulas evaluated on given operands. What a tree that was {@linkplain #remember announced} holds is evaluated once, so that a change
 * at one place costs what depends on it.
 */
public final class Evaluation {
    /** Roundings of the unit roundoff times its magnitude that a right number may be off by. */
    public static final double STEPS = 16;

    private final Map<String, Tensor> operands;
    private final Cut cut;
    private final Map<Node, Values> known = new IdentityHashMap<>();
    private final Set<Node> remembered = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    /** What a loop over time reads and does not change, while the outermost loop runs. */
    private final Map<Node, Values> hoisted = new IdentityHashMap<>();

    private final Map<String, Values> carried = new HashMap<>();
    private String time = "";
    private int now;
    private int loops;

    public Evaluation(Map<String, Tensor> operands, Cut cut) {
        this.operands = operands;
        this.cut = cut;
    }

    public Evaluation(Map<String, Tensor> operands) {
        this(operands, Cut.NONE);
    }

    /** The unit roundoff of a type. */
    public static double unit(DType dtype) {
        return dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    }

    /** Announces a tree whose parts other trees will share. */
    public Evaluation remember(Node tree) {
        if (remembered.add(tree)) {
            tree.parts().forEach(this::remember);
        }
        return this;
    }

    public Values of(Node node) {
        if (!time.isEmpty()) {
            return node.carries().isEmpty() ? atThisTime(node) : node.at(this);
        }
        if (!remembered.contains(node)) {
            return node.at(this);
        }
        Values values = known.get(node);
        if (values == null) {
            values = node.at(this);
            known.put(node, values);
        }
        return values;
    }

    /** What does not depend on the loop is computed once, outside of it. */
    private Values atThisTime(Node node) {
        Values all = hoisted.get(node);
        if (all == null) {
            String loop = time;
            int place = now;
            time = "";
            try {
                all = of(node);
            } finally {
                time = loop;
                now = place;
            }
            hoisted.put(node, all);
        }
        return all.picked(time, now);
    }

    Cut cut() {
        return cut;
    }

    boolean has(String operand) {
        return operands.containsKey(operand);
    }

    /** An operand as its axes say, as far as it is looked at. */
    Values operand(String name, List<Axis> axes) {
        Tensor tensor = operands.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("there is no " + name + " among " + operands.keySet());
        }
        if (tensor.size() != Values.count(axes)) {
            throw new IllegalArgumentException(name + " of shape " + tensor.shape() + " has not the axes " + axes);
        }
        List<Axis> kept = cut.of(axes);
        Values y = Values.room(kept);
        int[] index = new int[kept.size()];
        for (int i = 0; i < y.size(); i++) {
            int offset = 0;
            for (int d = 0; d < index.length; d++) {
                offset = offset * axes.get(d).size() + cut.place(axes.get(d).name(), index[d]);
            }
            y.v[i] = tensor.get(offset);
            y.m[i] = Math.abs(y.v[i]);
            for (int d = index.length - 1; d >= 0 && ++index[d] == kept.get(d).size(); d--) {
                index[d] = 0;
            }
        }
        return y;
    }

    /** A loop begins; it may stand within another one. */
    void loop() {
        loops++;
    }

    /** Evaluates one step of a loop over time, in which an axis stands still and some values are carried. */
    Values step(String axis, int place, Map<String, Values> states, Node node) {
        Map<String, Values> outer = new HashMap<>(carried);
        String loop = time;
        int before = now;
        carried.putAll(states);
        time = axis;
        now = place;
        try {
            return of(node);
        } finally {
            carried.clear();
            carried.putAll(outer);
            time = loop;
            now = before;
        }
    }

    /** It ends; the outermost forgets what was read. */
    void loopIsOver() {
        if (--loops == 0) {
            hoisted.clear();
        }
    }

    Values carried(String state) {
        return carried.get(state);
    }
}
