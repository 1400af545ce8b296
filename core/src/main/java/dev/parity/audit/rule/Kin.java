package dev.parity.audit.rule;

import dev.parity.spec.Experiment;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Arrays with inner arrays in common that are seldom recorded.
 *
 * @param layers whose gradients are all made of the same inner ones: a recurrent layer, an attention; these have more weights than a weight and a bias
 * @param moving the weights that an optimizer moves
 */
public record Kin(Set<String> layers, Set<String> moving) {
    private static final int APART = 2;

    public static final Kin NONE = new Kin(Set.of(), Set.of());

    public Kin {
        layers = Set.copyOf(layers);
        moving = Set.copyOf(moving);
    }

    public static Kin of(Experiment experiment) {
        Map<String, Long> weights = experiment.weights().stream()
                .filter(Weight::trained)
                .collect(Collectors.groupingBy(Weight::layer, Collectors.counting()));
        return new Kin(
                weights.entrySet().stream()
                        .filter(e -> e.getValue() > APART)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                experiment.training().map(Training::optimizers).map(Map::keySet).orElse(Set.of()));
    }
}
