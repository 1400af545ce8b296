package dev.parity.score;

import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What a candidate leaves out of its trace. */
enum Cut {
    NOTHING(EnumSet.noneOf(Phase.class)),
    FORWARD(EnumSet.of(Phase.FORWARD)),
    BACKWARD(EnumSet.of(Phase.BACKWARD)),
    /** Loss, gradients, weights and state are left. */
    BETWEEN(EnumSet.of(Phase.FORWARD, Phase.BACKWARD)),
    /** Loss, gradients and weights are left. */
    MOST(EnumSet.of(Phase.FORWARD, Phase.BACKWARD, Phase.STATE)),
    /** Gradients too: loss and weights are left. */
    GRADIENTS(EnumSet.of(Phase.FORWARD, Phase.BACKWARD, Phase.GRADIENT, Phase.STATE)),
    /** About half of the arrays are left, the same at each step. */
    HALF(EnumSet.noneOf(Phase.class)) {
        @Override
        boolean leaves(Site site) {
            return Integer.bitCount(site.at(0).toString().hashCode()) % 2 == 0;
        }
    };

    private final Set<Phase> without;

    Cut(Set<Phase> without) {
        this.without = without;
    }

    /** Whether an array stays. */
    boolean leaves(Site site) {
        return !without.contains(site.phase());
    }

    /** By its name in lower case, but for nothing. */
    static Optional<Cut> named(String name) {
        return Arrays.stream(values())
                .filter(c -> c != NOTHING && c.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    static Cut draw(RandomGenerator random) {
        return random.nextDouble() < 0.75 ? NOTHING : values()[1 + random.nextInt(values().length - 1)];
    }

    /** What a network is tried with: everything, and what is left out takes turns, with each of the sides. */
    static List<Cut> of(int number) {
        return List.of(NOTHING, values()[1 + number / 3 % (values().length - 1)]);
    }

    Trace of(Trace trace) {
        Trace left = new Trace();
        trace.forEach((site, array) -> {
            if (leaves(site)) {
                left.put(site, array);
            }
        });
        return left;
    }
}
