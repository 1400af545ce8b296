package dev.parity.diagnose;

import dev.parity.diagnose.Explanation.Standing;
import dev.parity.formula.Cut;
import dev.parity.formula.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds out why an array is wrong, where no list of faults has it. */
public final class Diagnosis {
    /** Bits beyond its price that a cause needs; measured: no array of noise gave more than 10, and few true causes give less. */
    static final double ACCEPTED = 20;

    /** A hypothesis that misses other data by so many allowances is refuted. */
    private static final double MISSED = 64;

    /** So many are told. */
    private static final int TOLD = 3;

    /** What explains an array, the plainest first; what it looks like, where nothing does. */
    public List<Explanation> of(Evidence evidence) {
        return of(evidence, 1);
    }

    /** @param effort the share of a whole search that may be spent: of one array in several, or where its cause has a name already */
    public List<Explanation> of(Evidence evidence, double effort) {
        Bench bench = new Bench(evidence);
        if (bench.target(Cut.NONE).wrongs == 0) {
            return List.of();
        }
        Search search = new Search(bench, effort);
        search.run();
        int tried = bench.tried();
        List<Hit> hits = new ArrayList<>(search.hits());
        hits.sort(Comparator.comparingInt((Hit h) -> h.cause().cost()).thenComparingDouble(h -> -h.surplus(tried)));
        List<Hit> sure = hits.stream().filter(h -> sure(h, tried)).toList();
        List<Hit> maybe = hits.stream()
                .filter(h -> !sure(h, tried) && h.surplus(tried) >= 0)
                .toList();
        List<Explanation> all = new ArrayList<>(told(bench, sure, Standing.FOUND));
        if (all.isEmpty()) {
            all.addAll(told(bench, maybe, Standing.MAY_BE));
            all.add(new Description(bench).finding(maybe.size()));
        }
        return all;
    }

    /** A number that was fitted and has no name is only possible, until other data agree. */
    private static boolean sure(Hit hit, int tried) {
        return hit.surplus(tried) >= ACCEPTED && !hit.cause().unnamed();
    }

    private List<Explanation> told(Bench bench, List<Hit> hits, Standing standing) {
        List<Explanation> all = new ArrayList<>();
        List<Hit> left = new ArrayList<>(hits);
        while (!left.isEmpty() && all.size() < TOLD) {
            Hit first = left.remove(0);
            List<Hit> same = left.stream()
                    .filter(h -> same(h.predicted(), first.predicted()))
                    .toList();
            left.removeAll(same);
            all.add(finding(bench, first, same, standing));
        }
        return all;
    }

    /** Whether two predict the same numbers, which all that agree do to their rounding: the same to the last bits. */
    private static boolean same(Values a, Values b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!(Math.abs(a.value(i) - b.value(i)) <= 1e-12 * Math.max(a.magnitude(i), b.magnitude(i)))) {
                return false;
            }
        }
        return true;
    }

    private Explanation finding(Bench bench, Hit hit, List<Hit> same, Standing standing) {
        List<Cause> all = new ArrayList<>(List.of(hit.cause()));
        List<String> also = new ArrayList<>();
        String words = hit.cause().words(bench);
        for (Hit other : same) {
            String said = other.cause().words(bench);
            all.add(other.cause());
            if (!said.equals(words) && !also.contains(said) && also.size() < 5) {
                also.add(said);
            }
        }
        String right = bench.known ? bench.formula.text() : "";
        String yours = hit.cause().yours(bench);
        return new Explanation(
                hit.cause().id(),
                standing,
                new Sentence(bench, hit.cause(), words).text(standing),
                right,
                bench.known ? yours : "",
                hit.score().wrongs(),
                bench.target(Cut.NONE).wrongs,
                before(bench),
                hit.score().after(),
                hit.surplus(bench.tried()),
                bench.known ? hit.cause().advice(bench) : "",
                also,
                new Explanation.Trial(all));
    }

    static double before(Bench bench) {
        Target target = bench.target(Cut.NONE);
        double most = 0;
        for (int i = 0; i < target.found.length; i++) {
            double off = Math.abs(target.found[i] - target.expected[i]);
            most = Double.isFinite(off) ? Math.max(most, off) : most;
        }
        return most;
    }

    /**
     * The same finding in the light of the same array of another step, or of a batch of another size: confirmed, refuted (then the
     * next that gave the same numbers stands in its place, where one is left), or as it was, where these data show nothing.
     */
    public Explanation confirm(Explanation finding, Evidence later) {
        Bench bench = new Bench(later);
        if (bench.target(Cut.NONE).wrongs == 0) {
            return finding;
        }
        boolean missed = false;
        for (Cause cause : finding.trial().causes()) {
            Cut cut = cause.cut(bench);
            Optional<Values> values = cause.predict(bench, cut);
            if (values.isEmpty()) {
                continue;
            }
            Target target = bench.target(cut);
            if (target.against(values.get(), 1).isPresent()) {
                return missed
                        ? finding(bench, hit(bench, cause, values.get(), target), List.of(), Standing.CONFIRMED)
                        : finding.with(Standing.CONFIRMED, " (In the other data too.)");
            }
            if (target.miss(values.get()) > MISSED) {
                missed = true;
            } else {
                return finding;
            }
        }
        return missed ? finding.with(Standing.REFUTED, " (Not so in the other data.)") : finding;
    }

    private static Hit hit(Bench bench, Cause cause, Values values, Target target) {
        Score score = target.against(values, 1).orElseThrow();
        return new Hit(cause, score, values, cause.price(bench, score));
    }
}
