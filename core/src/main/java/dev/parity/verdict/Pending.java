package dev.parity.verdict;

import dev.parity.audit.rule.Excused;
import dev.parity.audit.rule.Ledger;
import dev.parity.compare.Compared;
import dev.parity.report.Origin;
import dev.parity.report.Remark;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was let pass in a step, until all steps are known: a factor that is a convention is one over the steps, and the weights before a
 * look-ahead are known by what the next step makes of them. What is owed and not borne out is an origin after all, in every step.
 */
final class Pending {
    private final Ledger ledger;
    /** As it was let pass first. */
    private final Map<Slot, Excused> excused = new LinkedHashMap<>();

    private final Map<Slot, Wrong> owed = new LinkedHashMap<>();

    Pending(Ledger ledger) {
        this.ledger = ledger;
    }

    void add(Excused one) {
        excused.putIfAbsent(one.site().slot(), one);
    }

    void add(Excused one, Origin origin, Compared compared) {
        add(one);
        owed.computeIfAbsent(one.site().slot(), s -> new Wrong()).add(origin, compared);
    }

    private boolean borneOut(Excused one) {
        return switch (one.reason()) {
            case FACTOR, FALSE_RECORD -> ledger.settled(one.site());
            case LOOK_AHEAD -> ledger.aheadForSure();
            case MASKED -> true;
        };
    }

    /** What is owed and was not borne out. */
    Wrong broken() {
        Wrong all = new Wrong();
        for (Map.Entry<Slot, Wrong> one : owed.entrySet()) {
            if (!borneOut(excused.get(one.getKey()))) {
                all = all.and(one.getValue());
            }
        }
        return all;
    }

    List<Remark> remarks() {
        return excused.values().stream()
                .filter(e -> !e.owed() || borneOut(e))
                .map(this::remark)
                .toList();
    }

    private Remark remark(Excused one) {
        return switch (one.reason()) {
            case MASKED ->
                new Remark(
                        Remark.Kind.MASKED,
                        one.site(),
                        "is not PyTorch's in places that make no difference to what follows here; with other layers around it, or other"
                                + " data, they would");
            case LOOK_AHEAD ->
                new Remark(
                        Remark.Kind.CONVENTION,
                        one.site(),
                        "is the weight before Nesterov's look-ahead, from which PyTorch's follows, and the next step from that");
            case FACTOR, FALSE_RECORD -> borneOut(one) ? convention(one) : falseRecord(one);
        };
    }

    private static Remark convention(Excused one) {
        Phase phase = one.site().phase();
        String undone = phase == Phase.GRADIENT || phase == Phase.STATE ? "the update undoes" : "what follows undoes";
        return new Remark(
                Remark.Kind.CONVENTION, one.site(), "is " + number(one.factor()) + " times PyTorch's, which " + undone);
    }

    private static Remark falseRecord(Excused one) {
        return new Remark(
                Remark.Kind.FALSE_RECORD,
                one.site(),
                "is not PyTorch's, and what follows was made of PyTorch's: the program recorded something other than what it went"
                        + " on with");
    }

    /** A factor near 1 by what it is off. */
    private static String number(double factor) {
        double off = factor - 1;
        if (Math.abs(off) < 1e-4) {
            return String.format(Locale.ROOT, "1 %s %.1e", off < 0 ? "-" : "+", Math.abs(off));
        }
        return Math.abs(factor - Math.rint(factor)) < 1e-4 && Math.abs(factor) < 1e15
                ? Long.toString(Math.round(factor))
                : String.format(Locale.ROOT, "%.6g", factor);
    }
}
