package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One error of a step: the array in which it is made, and further failing ones that are explained by it. A layer's gradients follow from
 * its wrong output, since many programs compute them from that; and so does, where they were not recorded, what was judged together
 * with them: an error of its own cannot be told from that there, and shows when the first is mended. In the same way a weight after
 * its update follows from a wrong state of its own.
 *
 * <p>Two more have inner arrays in common. The gradients of a recurrent layer or an attention are all made of the same ones, which are
 * seldom recorded: such a layer has more weights than a weight and a bias. And where every weight moves wrongly by its recorded gradient, it
 * is the optimizer that is wrong, once, and not each weight.
 */
public record Mistake(Judged made, List<Judged> follow) {
    public Mistake {
        follow = List.copyOf(follow);
    }

    /**
     * @param kin arrays with inner arrays in common
     * @param judged all arrays of the step
     * @param failing those in which errors are made, in causal order
     */
    public static List<Mistake> of(Kin kin, List<Judged> judged, List<Judged> failing) {
        Map<String, Judged> outputs = new LinkedHashMap<>();
        Map<String, Judged> joined = new HashMap<>();
        List<Judged> states =
                failing.stream().filter(j -> j.site().phase() == Phase.STATE).toList();
        boolean optimizer = optimizer(kin, judged, failing);
        Map<Judged, List<Judged>> all = new LinkedHashMap<>();
        for (Judged one : failing) {
            Optional<String> group = group(kin, one.site(), optimizer);
            Optional<Judged> cause = explaining(one, outputs)
                    .or(() -> moving(one, states).filter(all::containsKey))
                    .or(() -> group.map(joined::get));
            if (cause.isPresent()) {
                all.get(cause.get()).add(one);
                continue;
            }
            all.put(one, new ArrayList<>());
            group.ifPresent(g -> joined.put(g, one));
            if (one.site().phase() == Phase.FORWARD) {
                outputs.putIfAbsent(one.site().layer(), one);
            }
        }
        return all.entrySet().stream()
                .map(e -> new Mistake(e.getKey(), e.getValue()))
                .toList();
    }

    /** What an array has inner arrays in common with, by a name. */
    private static Optional<String> group(Kin kin, Site site, boolean optimizer) {
        if (isGradient(site.phase())) {
            return Optional.of(site.layer()).filter(kin.layers()::contains);
        }
        boolean moves = site.phase() == Phase.UPDATE || kin.moving().stream().anyMatch(site::isStateOf);
        return moves && optimizer ? Optional.of("") : Optional.empty();
    }

    /** Whether all weights of several that were recorded move wrongly, by gradients that were recorded. */
    private static boolean optimizer(Kin kin, List<Judged> judged, List<Judged> failing) {
        Set<String> recorded = judged.stream()
                .filter(j -> j.site().phase() == Phase.UPDATE)
                .map(j -> j.site().name())
                .filter(kin.moving()::contains)
                .collect(Collectors.toSet());
        Set<String> wrong = recorded.stream()
                .filter(name -> failing.stream().anyMatch(j -> moves(j, name) && alone(j)))
                .collect(Collectors.toSet());
        return recorded.size() > 1 && wrong.equals(recorded);
    }

    private static boolean moves(Judged judged, String weight) {
        Site site = judged.site();
        return site.phase() == Phase.UPDATE && site.name().equals(weight) || site.isStateOf(weight);
    }

    /** Whether the gradient that a weight moves by was recorded. */
    private static boolean alone(Judged judged) {
        return judged.together().stream().noneMatch(s -> isGradient(s.phase()));
    }

    /** The first wrong output of a layer of whose gradients an array is one, or is made. */
    private static Optional<Judged> explaining(Judged one, Map<String, Judged> outputs) {
        Set<String> layers = Stream.concat(Stream.of(one.site()), one.together().stream())
                .filter(s -> isGradient(s.phase()))
                .map(Site::layer)
                .collect(Collectors.toSet());
        return outputs.entrySet().stream()
                .filter(e -> layers.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The first wrong state of a weight that an update is of. */
    private static Optional<Judged> moving(Judged one, List<Judged> states) {
        return states.stream()
                .filter(s -> one.site().phase() == Phase.UPDATE
                        && s.site().isStateOf(one.site().name()))
                .findFirst();
    }

    private static boolean isGradient(Phase phase) {
        return phase == Phase.BACKWARD || phase == Phase.GRADIENT;
    }
}
