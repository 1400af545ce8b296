package dev.parity.trace;

import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How one array of a network is made, in plain values, so that those may read it who know neither layers nor optimizers.
 *
 * <p>Operands stand under the roles that the formulas beside the layers give them:
 * <pre>
 *   of a layer      x, x1 ...    y and further outputs    dy, dh_n ...    mask    its weights, buffers, constants and columns by their names
 *   of a loss       x, x1 ...    target    weight, pos_weight    the weights of a penalty by their state-dict names
 *   of a sum        x, x1 ...
 *   of a gradient   what its layer reads, and accumulated, the steps before that it is added to
 *   of a clip       gradient     all gradients by their state-dict names, where it is by their norm
 *   of an optimizer gradient     weight    its states by their names, and new_ with the name, as this step leaves them    lr, momentum, t
 * </pre>
 *
 * @param makes the array
 * @param kind the type of the layer, loss or optimizer that makes it, as a spec has it; or {@value #SUM}, {@value #CLIP}, {@value #DATA}
 * @param options by their names in a spec: a Long, Double, Boolean, String, or a list of them; one that is null there is left out
 * @param operands by role
 *     A gradient says besides: of a layer, {@code loss}, the type of the loss that alone reads what the layer makes; of a sum at a fork,
 *     {@code readers}, the types of those that send its inputs; of a weight, {@code l2} of its penalty, or {@code l2_of_others}
 * @param parts where the layer or weight is used several times, what each use makes of its own operands: gradients add up to
 *     the array, a buffer is moved by one after the other; empty where there is one use
 */
public record Operation(
        Slot makes, String kind, Map<String, Object> options, Map<String, Operand> operands, List<Operation> parts) {
    /** Of arrays that are added up: at a fork, of several losses, of uses of different types. */
    public static final String SUM = "sum";

    /** Of gradients after {@code clip_grad_norm_} and {@code clip_grad_value_}. */
    public static final String CLIP = "clip";

    /** Of a batch's columns. */
    public static final String DATA = "data";

    /** Something that an operation reads. */
    public sealed interface Operand {
        /** What it is in one step. */
        Tensor in(Step step);

        /** The array of the network that it is, if it is one. */
        default Optional<Slot> array() {
            return Optional.empty();
        }

        /** An array of the same step. */
        record Now(Slot slot) implements Operand {
            @Override
            public Tensor in(Step step) {
                return step.now(slot);
            }

            @Override
            public Optional<Slot> array() {
                return Optional.of(slot);
            }
        }

        /** An array as the step before left it; before the first step, as it was at the start. */
        record Before(Slot slot) implements Operand {
            @Override
            public Tensor in(Step step) {
                return step.before(slot);
            }

            @Override
            public Optional<Slot> array() {
                return Optional.of(slot);
            }
        }

        /** A tensor of the spec, the same in every step. */
        record Given(String tensor) implements Operand {
            @Override
            public Tensor in(Step step) {
                return step.given(tensor);
            }
        }

        /** A number that a schedule moves from update to update: {@code lr}, {@code momentum}, {@code t}. */
        record Scheduled(String name) implements Operand {
            @Override
            public Tensor in(Step step) {
                return Tensor.scalar(step.scheduled(name));
            }
        }
    }

    /** One step of somebody who has the arrays. */
    public interface Step {
        /** An array as this step made it. */
        Tensor now(Slot slot);

        /** An array as the step before left it, or the start. */
        default Tensor before(Slot slot) {
            return earlier(slot).orElseThrow(() -> new IllegalStateException("nobody has what was before " + slot));
        }

        /** The same array one step earlier, or as the run began with it; empty where it had none, such as a gradient before step 1. */
        Optional<Tensor> earlier(Slot slot);

        /** A tensor of the spec. */
        Tensor given(String tensor);

        /** A number of this step's update: {@code lr}, {@code momentum}, {@code t}. */
        double scheduled(String name);

        /** The learning rate of the update before this step's; none before the first, or for who does not know. */
        default OptionalDouble earlierRate() {
            return OptionalDouble.empty();
        }
    }

    public Operation {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        operands = Collections.unmodifiableMap(new LinkedHashMap<>(operands));
        parts = List.copyOf(parts);
    }

    /** An operation of one use. */
    public Operation(Slot makes, String kind, Map<String, Object> options, Map<String, Operand> operands) {
        this(makes, kind, options, operands, List.of());
    }

    public Phase phase() {
        return makes.phase();
    }

    /** Whether a type makes such an array; {@code dx} is the gradient of each input. */
    public boolean is(Phase phase, String kind, String array) {
        return phase() == phase
                && this.kind.equals(kind)
                && (makes.array().equals(array) || array.equals("dx") && isDx());
    }

    /** Whether this is the gradient of an input. */
    public boolean isDx() {
        return phase() == Phase.BACKWARD && makes.array().matches("dx\\d*");
    }

    // Operands.

    public boolean reads(String role) {
        return operands.containsKey(role);
    }

    public Operand operand(String role) {
        return of(operands, role, "operand");
    }

    /** What the i-th input's role is: {@code x}, {@code x1}, {@code x2}. */
    public static String x(int i) {
        return i == 0 ? "x" : "x" + i;
    }

    /** The inputs, in their order. */
    public List<Operand> inputs() {
        List<Operand> inputs = new ArrayList<>();
        for (int i = 0; reads(x(i)); i++) {
            inputs.add(operand(x(i)));
        }
        return inputs;
    }

    // Options.

    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** An option that is a number, whole or not. */
    public double number(String option) {
        return as(Number.class, option).doubleValue();
    }

    public long whole(String option) {
        return as(Long.class, option);
    }

    public boolean flag(String option) {
        return as(Boolean.class, option);
    }

    /** An option that is a word. */
    public String text(String option) {
        return as(String.class, option);
    }

    /** An option that is a list of numbers, or one number for a list of one. */
    public List<Double> numbers(String option) {
        Object value = of(options, option, "option");
        List<?> all = value instanceof List<?> list ? list : List.of(value);
        return all.stream().map(v -> ((Number) v).doubleValue()).toList();
    }

    private <T> T as(Class<T> type, String option) {
        Object value = of(options, option, "option");
        if (!type.isInstance(value)) {
            throw new IllegalStateException(
                    "\"" + option + "\" of " + this.kind + " is " + value + ", and no " + type.getSimpleName());
        }
        return type.cast(value);
    }

    private <T> T of(Map<String, T> all, String name, String what) {
        T found = all.get(name);
        if (found == null) {
            Set<String> there = all.keySet();
            throw new IllegalStateException(
                    makes + ", made by " + kind + ", has no " + what + " \"" + name + "\", only " + there);
        }
        return found;
    }
}
