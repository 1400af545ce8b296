package dev.parity.spec;

import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.schedule.Group;
import dev.parity.nn.schedule.Groups;
import dev.parity.nn.schedule.Schedule;
import dev.parity.tensor.BadInput;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the weights move.
 *
 * @param optimizers by weight: a parameter group may have options of its own
 * @param schedules each moves the learning rates that the one before it left
 * @param accumulate every so many steps the summed gradients are clipped and the weights updated
 */
public record Training(
        Map<String, Optimizer> optimizers,
        List<Schedule> schedules,
        Optional<ClipNorm> clipNorm,
        Optional<ClipValue> clipValue,
        int accumulate) {

    /** {@code clip_grad_norm_}: all gradients times max_norm over the norm of all of them, where that is larger. */
    public record ClipNorm(double max_norm, double norm_type) {
        public ClipNorm {
            if (!(max_norm >= 0)) {
                throw new BadInput("max_norm is not negative, and is " + max_norm);
            }
            if (!(norm_type > 0)) {
                throw new BadInput("norm_type is a number above 0, or \"inf\", and is " + norm_type);
            }
        }
    }

    /** {@code clip_grad_value_}: every gradient's element brought into [-clip_value, clip_value]. */
    public record ClipValue(double clip_value) {
        public ClipValue {
            if (!(clip_value >= 0)) {
                throw new BadInput("clip_value is not negative, and is " + clip_value);
            }
        }
    }

    public boolean clips() {
        return clipNorm.isPresent() || clipValue.isPresent();
    }

    /** Whether a step, counted from 1, ends in an update. */
    public boolean updates(int step) {
        return step % accumulate == 0;
    }

    /** Whether a step is the first of those whose gradients are summed. */
    public boolean begins(int step) {
        return (step - 1) % accumulate == 0;
    }

    /** The learning rate and momentum of each weight, at the first update. */
    public Groups groups() {
        Map<List<Double>, Group> alike = new HashMap<>();
        Map<String, Group> groups = new LinkedHashMap<>();
        optimizers.forEach((name, o) -> groups.put(
                name,
                alike.computeIfAbsent(List.of(o.lr(), o.momentum()), k -> new Group(o.lr(), o.momentum(), schedules))));
        return new Groups(groups);
    }
}
