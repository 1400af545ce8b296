package dev.parity.compare;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The row of one step.
 *
 * @param step counted from 1
 * @param sites arrays compared
 * @param differing of these, outside the tolerance
 * @param loss where both sides recorded it
 * @param gradient of the parameters whose gradients both sides recorded
 * @param weight of the parameters that both sides recorded after the update
 */
public record Step(
        int step, int sites, int differing, Optional<LossPair> loss, List<Delta> gradient, List<Delta> weight) {
    public Step {
        gradient = List.copyOf(gradient);
        weight = List.copyOf(weight);
    }

    /** The parameters of which a gradient or an update was compared. */
    Set<String> parameters() {
        Set<String> names = new HashSet<>();
        gradient.forEach(delta -> names.add(delta.name()));
        weight.forEach(delta -> names.add(delta.name()));
        return names;
    }

    /** This row and more of the same step. */
    Step plus(Step more) {
        return new Step(
                step,
                sites + more.sites,
                differing + more.differing,
                loss.or(more::loss),
                Stream.concat(gradient.stream(), more.gradient.stream()).toList(),
                Stream.concat(weight.stream(), more.weight.stream()).toList());
    }
}
