package dev.parity.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What became of the plantings of {@link Places}, in figures. */
final class Figures {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<String, Integer> apart = new TreeMap<>();
    private final Map<String, int[]> phases = new LinkedHashMap<>();
    private final Map<String, int[]> forms = new TreeMap<>();
    private final List<String> crashes = new ArrayList<>();
    private int plantings;
    private int tooSmall;
    private int illConditioned;

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /** A planting that says nothing. */
    void apart(String why) {
        apart.merge(why, 1, Integer::sum);
    }

    void crash(String what) {
        crashes.add(what);
    }

    /** Faults were planted in a network. */
    void planted() {
        plantings++;
    }

    /** A fault was too small to be seen. */
    void tooSmall() {
        tooSmall++;
    }

    /** A fault was in an array that is too ill-conditioned to be judged. */
    void illConditioned() {
        illConditioned++;
    }

    void count(Spoilt.Planting fault, boolean caught) {
        count(phases, fault.slot().phase().toString(), caught);
        count(forms, fault.catalogued().orElse(fault.form().toString()), caught);
    }

    private static void count(Map<String, int[]> counts, String name, boolean caught) {
        int[] n = counts.computeIfAbsent(name, k -> new int[2]);
        n[0]++;
        n[1] += caught ? 1 : 0;
    }

    private List<Outcome> of(Predicate<Outcome> which) {
        return outcomes.stream().filter(which).toList();
    }

    private List<Outcome> one() {
        return of(o -> o.whole() && o.faults() == 1);
    }

    private List<Outcome> several() {
        return of(o -> o.whole() && o.faults() > 1);
    }

    private List<Outcome> cut() {
        return of(o -> !o.whole());
    }

    /** Outcomes that are not as wanted. */
    List<Outcome> wrong() {
        return of(o -> !o.exact() || !o.inPlace());
    }

    int counted() {
        return outcomes.size();
    }

    List<String> crashes() {
        return crashes;
    }

    boolean good() {
        long exact = several().stream().filter(Outcome::exact).count();
        return crashes.isEmpty()
                && one().stream().allMatch(Outcome::inPlace)
                && cut().stream().allMatch(Outcome::inPlace)
                && exact >= 0.99 * several().size();
    }

    String report() {
        StringBuilder text = new StringBuilder();
        crashes.forEach(c -> text.append(c).append('\n'));
        wrong().forEach(o -> text.append(o).append('\n'));
        text.append(
                "\n%d plantings; %d faults too small to be seen, %d in arrays that are too ill-conditioned; apart: %s%n"
                        .formatted(plantings, tooSmall, illConditioned, apart));
        text.append("one fault:      the first origin is the planted site in %s, nothing else is an origin in %s%n"
                .formatted(share(one(), Outcome::inPlace), share(one(), o -> o.strangers()
                        .isEmpty())));
        text.append(
                "several faults: all are origins and nothing else is in %s; all are found in %s, nothing else in %s%n"
                        .formatted(
                                share(several(), Outcome::exact),
                                share(several(), o -> o.missed().isEmpty()),
                                share(several(), o -> o.strangers().isEmpty())));
        text.append(
                "cut traces:     the first origin is the first recorded array that comes of the fault in %s, nothing else is an origin in %s%n"
                        .formatted(share(cut(), Outcome::inPlace), share(cut(), o -> o.strangers()
                                .isEmpty())));
        phases.forEach((name, n) -> text.append("%-12s found %d of %d%n".formatted(name, n[1], n[0])));
        forms.forEach((name, n) -> text.append("%-12s found %d of %d%n".formatted(name, n[1], n[0])));
        return text.toString();
    }

    private static String share(List<Outcome> all, Predicate<Outcome> good) {
        long n = all.stream().filter(good).count();
        return all.isEmpty()
                ? "none"
                : String.format(Locale.ROOT, "%d of %d (%.2f %%)", n, all.size(), 100.0 * n / all.size());
    }
}
