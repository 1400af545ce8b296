package dev.parity.audit.rule;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was ruled of each array in the steps so far. A factor is one over all of them, as a number or as a quantity of the step; an array
 * without a factor has the factor 1, which is a quantity too: that of a mean over a last batch of one.
 */
public final class Ledger {
    /** Two factors are one where they are as near, as a share. */
    private static final double SAME = 1e-5;

    /** A number that stands for nothing of the step may be as large, or as small. */
    private static final double PLAUSIBLE = 1e6;

    /** Of sites of step 0. */
    private final Map<Site, Entry> entries = new LinkedHashMap<>();

    private final Set<Site> accused = new HashSet<>();
    private final Map<String, Tensor> weights = new HashMap<>();
    /** The step in which the weights were first found to be those before a look-ahead. */
    private int since = Integer.MAX_VALUE;

    private boolean proven;

    /** The factors of one array. */
    private static final class Entry {
        private final int elements;
        private final BitSet meanings;
        private final double value;
        private boolean constant = true;
        private double last;
        private int steps;

        Entry(int elements, double factor, BitSet meanings) {
            this.elements = elements;
            this.value = factor;
            this.meanings = (BitSet) meanings.clone();
        }

        void add(double factor, BitSet also) {
            meanings.and(also);
            constant &= near(factor, value);
            last = factor;
            steps += near(factor, 1) ? 0 : 1;
        }

        boolean one() {
            return constant || known();
        }

        boolean known() {
            return !meanings.isEmpty();
        }

        boolean scaled() {
            return steps > 0;
        }

        boolean like(Entry other) {
            return meanings.intersects(other.meanings) || constant && other.constant && near(value, other.value);
        }

        boolean plausible() {
            return Math.abs(value) <= PLAUSIBLE && Math.abs(value) >= 1 / PLAUSIBLE;
        }
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= SAME * Math.abs(b);
    }

    /** Notes by what an array is multiplied in a step. */
    void note(Site site, double factor, Tensor array, BitSet meanings) {
        entries.computeIfAbsent(site.at(0), s -> new Entry(array.size(), factor, meanings))
                .add(factor, meanings);
    }

    /** Whether anything was noted of an array. */
    boolean noted(Site site) {
        return entries.containsKey(site.at(0));
    }

    /**
     * The factors that hold so far, as they are in this step, by site of step 0.
     *
     * @param numbers whether one that was the same number so far is taken for that, or for a quantity that it was by chance
     */
    Map<Site, Double> known(Quantities now, boolean numbers) {
        Map<Site, Double> known = new LinkedHashMap<>();
        entries.forEach((site, entry) -> {
            if (entry.scaled() && entry.one()) {
                int meaning = entry.meanings.nextSetBit(0);
                known.put(site, entry.constant && numbers || meaning < 0 ? entry.value : now.value(meaning));
            }
        });
        known.values().removeIf(k -> near(k, 1));
        return known;
    }

    /** Whether a factor was proven before, of any array. */
    boolean proven(double factor) {
        return entries.values().stream().anyMatch(e -> e.scaled() && e.one() && near(e.last, factor));
    }

    void accuse(Site site) {
        accused.add(site.at(0));
    }

    boolean accused(Site site) {
        return accused.contains(site.at(0));
    }

    /** The weight as it was recorded in the step before, where that is needed. */
    Optional<Tensor> weight(String name) {
        return Optional.ofNullable(weights.get(name));
    }

    void weight(String name, Tensor recorded) {
        weights.put(name, recorded);
    }

    /** Whether the weights are those before a look-ahead, as far as is known. */
    boolean ahead() {
        return since < Integer.MAX_VALUE;
    }

    void goAhead(int step) {
        since = Math.min(since, step);
    }

    /** The losses and gradients of a step follow from the weights at its start. */
    void followed(int step) {
        proven |= step > since;
    }

    /** Whether they are known to be, by what a later step made of them. */
    public boolean aheadForSure() {
        return proven;
    }

    /**
     * Whether the factor of an array is a convention, all in all: one over the steps, of something in the step, or else of a plausible size
     * and seen twice, in two steps or in two arrays. One element alone has a factor to anything, so there it has to be shared.
     */
    public boolean settled(Site site) {
        Entry entry = entries.get(site.at(0));
        if (entry == null || !entry.scaled() || !entry.one()) {
            return false;
        }
        boolean several = entry.steps > 1;
        if (entry.elements > 1) {
            return entry.known() || entry.plausible() && (several || shared(site.at(0), entry, 2));
        }
        return shared(site.at(0), entry, 2) || entry.known() && (several || shared(site.at(0), entry, 1));
    }

    private boolean shared(Site site, Entry entry, int elements) {
        return entries.entrySet().stream()
                .anyMatch(e -> !e.getKey().equals(site)
                        && e.getValue().scaled()
                        && e.getValue().one()
                        && e.getValue().elements >= elements
                        && e.getValue().like(entry));
    }
}
