package dev.parity.compare;

import dev.parity.tensor.DType;
import dev.parity.tensor.FirstFew;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What came of comparing two sides end to end.
 *
 * @param tolerances those that were applied, by the precision of the arrays
 * @param steps a row for each, in order
 * @param first the first mismatch in causal order
 * @param arrays every array that a side recorded, in causal order
 */
public record Comparison(
        SortedMap<DType, Tolerance> tolerances, List<Step> steps, Optional<Compared> first, List<Summary> arrays) {
    /** How many of the parameters that lack something are named. */
    private static final int NAMES = 8;

    public Comparison {
        tolerances = Collections.unmodifiableSortedMap(new TreeMap<>(tolerances));
        steps = Collections.unmodifiableList(steps);
        arrays = List.copyOf(arrays);
    }

    public Verdict verdict() {
        if (first.isPresent()) {
            return Verdict.DIVERGES;
        }
        return lacking().isEmpty() ? Verdict.AGREES : Verdict.INCONCLUSIVE;
    }

    /** All arrays together. */
    public Tally total() {
        return arrays.stream().map(Summary::tally).reduce(Tally.NOTHING, Tally::plus);
    }

    /** The arrays of which a count is not zero: those missing on a side, or vacuous. */
    public List<Summary> having(ToIntFunction<Tally> count) {
        return arrays.stream().filter(a -> count.applyAsInt(a.tally()) > 0).toList();
    }

    /**
     * What must be recorded before the sides can be said to agree; empty where enough was compared. Enough is the loss
     * and every parameter's gradient or update, at one step at least. A parameter is what either side records a
     * gradient or an update of.
     */
    public Optional<String> lacking() {
        if (total().sites() == 0) {
            return Optional.of("Nothing was compared: the two sides have no site in common");
        }
        if (steps.stream().noneMatch(s -> s.loss().isPresent())) {
            return Optional.of("The loss was compared at no step; record 1/loss/loss/value on both sides");
        }
        Set<String> parameters = arrays.stream()
                .filter(array -> array.tally().unknown() == 0)
                .map(Summary::slot)
                .filter(Slot::learns)
                .map(Slot::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (parameters.isEmpty()) {
            return backwardCompared()
                    ? Optional.empty()
                    : Optional.of(
                            "Neither side records a gradient or an update; record 1/gradient/LAYER/NAME on both sides");
        }
        return steps.stream()
                .filter(s -> s.loss().isPresent())
                .map(step -> Map.entry(step, without(parameters, step.parameters())))
                .min(Comparator.comparing(entry -> entry.getValue().size()))
                .filter(best -> !best.getValue().isEmpty())
                .map(best -> wanted(best.getKey().step(), best.getValue()));
    }

    /** A network without parameters still has gradients: those with respect to its inputs. */
    private boolean backwardCompared() {
        return arrays.stream()
                .anyMatch(a -> a.slot().phase() == Phase.BACKWARD && a.tally().sites() > 0);
    }

    private String wanted(int step, Set<String> parameters) {
        String array = parameters.iterator().next().replaceFirst("\\.", "/");
        return "No step compares every parameter's gradient or update; step " + step + " lacks "
                + FirstFew.of(parameters, NAMES) + ". Record " + step + "/gradient/" + array + " or " + step
                + "/update/"
                + array + (parameters.size() > 1 ? ", and so for each," : "") + " on " + lackingSide(parameters);
    }

    /** The side that lacks parameters which the other has. */
    private String lackingSide(Set<String> parameters) {
        Tally tally = arrays.stream()
                .filter(array -> array.slot().learns()
                        && parameters.contains(array.slot().name()))
                .map(Summary::tally)
                .reduce(Tally.NOTHING, Tally::plus);
        if (tally.missingOnReference() == 0) {
            return "the candidate";
        }
        return tally.missingOnCandidate() == 0 ? "the reference" : "both sides";
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
