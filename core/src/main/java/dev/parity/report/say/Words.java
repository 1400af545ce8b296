package dev.parity.report.say;

import dev.parity.compare.Element;
import dev.parity.compare.Measure;
import dev.parity.compare.Tolerance;
import dev.parity.report.Blame;
import dev.parity.report.Span;
import dev.parity.report.Waver;
import dev.parity.tensor.FirstFew;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.List;
import java.util.OptionalDouble;

/** Sites, measures and tolerances as one would say them. */
public final class Words {
    /** How many names are listed. */
    private static final int NAMES = 3;

    /** How many layers in which an error may be made. */
    private static final int MAKERS = 6;

    private Words() {}

    /** Such as {@code layer softmax, its dx (gradient with respect to its input), step 1}. */
    public static String place(Site site) {
        boolean before = site.step() == 0 && site.phase() != Phase.DATA;
        return what(site) + ", " + (before ? "before step 1" : "step " + site.step());
    }

    /**
     * Such as {@code between the data and the loss, in step 1: fc1, bn1, relu, fc2 or the loss; record 1/forward/bn1/y to halve that}.
     */
    static String between(Span span, Site site) {
        String from = span.from().isEmpty() ? "the start" : String.join(", ", span.from());
        List<String> makers = span.makers().stream()
                .map(m -> m.equals("loss") ? "the loss" : m)
                .toList();
        int shown = Math.min(MAKERS, makers.size());
        String last = makers.get(shown - 1);
        String listed = makers.size() > shown
                ? String.join(", ", makers.subList(0, shown)) + " or " + (makers.size() - shown) + " more"
                : shown == 1 ? last : String.join(", ", makers.subList(0, shown - 1)) + " or " + last;
        return "between " + from + " and " + what(site) + ", step " + site.step() + ": in " + listed
                + span.halfway().map(s -> "; record " + s + " to halve that").orElse("");
    }

    private static String what(Site site) {
        String layer = site.layer();
        String array = site.array();
        boolean loss = layer.equals("loss");
        String whose = loss ? "the loss, its " : "layer " + layer + ", its ";
        return switch (site.phase()) {
            case DATA -> layer.equals("data") ? "the data " + array : whose + array + " (drawn before the run)";
            case FORWARD -> whose + array + (array.equals("y") ? " (output)" : " (forward)");
            case LOSS -> loss && array.equals("value") ? "the loss" : whose + array;
            case BACKWARD -> whose + array + backward(loss, array);
            case GRADIENT -> "layer " + layer + ", the gradient of its " + array.replace(".clipped", " after clipping");
            case STATE -> state(layer, array);
            case UPDATE -> whose + (site.step() == 0 ? "initial " + array : array + " after the update");
        };
    }

    private static String backward(boolean loss, String array) {
        if (array.matches("dx\\d*")) {
            String input = loss ? "the prediction" : ("its input " + array.substring(2)).strip();
            return " (gradient with respect to " + input + ")";
        }
        return array.equals("dy") ? " (gradient with respect to its output)" : " (backward)";
    }

    /** {@code weight.exp_avg} is an optimizer's, {@code running_mean} the layer's own. */
    private static String state(String layer, String array) {
        int dot = array.lastIndexOf('.');
        return dot < 0
                ? "layer " + layer + ", its " + array + " (buffer)"
                : "layer " + layer + ", the optimizer's " + array.substring(dot + 1) + " of its "
                        + array.substring(0, dot);
    }

    /** Such as {@code backward/softmax/dx}: a site without its step. */
    public static String array(Site site) {
        String text = site.toString();
        return text.substring(text.indexOf('/') + 1);
    }

    /** Whose number is wrong, and beside what. */
    static String blame(Blame side) {
        return switch (side) {
            case CANDIDATE ->
                "expected is what PyTorch makes of the candidate's own operands, if those recorded were used";
            case REFERENCE ->
                "the reference is wrong here, not the candidate: expected is what PyTorch makes of the reference's own"
                        + " operands";
            case BOTH -> "both sides are wrong here: expected is what PyTorch makes of the operands of each";
        };
    }

    /** What was computed and what came again. */
    public static List<String> waver(Waver waver) {
        return List.of(
                "run " + waver.repetition() + " of the " + waver.side() + " first differs from run 1 at "
                        + place(waver.site()),
                waver.element()
                        .map(e -> {
                            List<String> pair = Numbers.pair(e.reference(), e.candidate());
                            String at = e.index().isEmpty() ? "" : " at " + e.index();
                            return pair.get(0) + " at first, " + pair.get(1) + " again" + at;
                        })
                        .orElse("the array had another shape, or did not come again"));
    }

    /** Such as {@code step 500: loss 2.5e-2, weight 1.3e-1}, relative. */
    static String drift(Drift.Point point) {
        return "step " + point.step() + ": loss " + size(point.loss()) + ", weight " + size(point.weight());
    }

    private static String size(OptionalDouble relative) {
        return relative.isPresent() ? Numbers.brief(relative.getAsDouble()) : "-";
    }

    /** What stands on either side: the worst element, or the shapes where they differ. */
    static String sides(Measure m) {
        return sides(m, "reference", "candidate");
    }

    /** The same of one side and what was expected of it. */
    static String sides(Measure m, Blame side) {
        return side == Blame.REFERENCE ? sides(m, "reference", "expected") : sides(m, "expected", "candidate");
    }

    private static String sides(Measure m, String left, String right) {
        return m.worst()
                .map(element -> element(element, left, right))
                .orElseGet(
                        () -> "shape " + m.reference() + " in the reference, " + m.candidate() + " in the candidate");
    }

    private static String element(Element e, String left, String right) {
        List<String> pair = Numbers.pair(e.reference(), e.candidate());
        String at = e.index().isEmpty() ? "" : " at " + e.index();
        return left + " " + pair.get(0) + ", " + right + " " + pair.get(1) + at;
    }

    /** How much of an array is wrong and by how much, a line each. */
    static List<String> extent(Measure m) {
        return extent(m, " outside the tolerance", "|c - r|");
    }

    /** The same of one side and what was expected of it. */
    static List<String> extent(Measure m, Blame side) {
        return extent(m, " further off than rounding", side == Blame.REFERENCE ? "|r - e|" : "|c - e|");
    }

    /** What may have become of an array of another size. */
    private static String unlike(Measure m) {
        int r = m.reference().size();
        int c = m.candidate().size();
        if (r == c) {
            return "it has as many numbers, and no order of its axes makes it that shape; record it as "
                    + m.reference();
        }
        return r > 0 && c > r && c % r == 0
                ? "it has " + Numbers.count(c / r)
                        + " times as many numbers: a sum or a mean over one of its axes may have been left" + " out"
                : c > 0 && r > c && r % c == 0
                        ? "it has 1 of " + Numbers.count(r / c)
                                + " numbers: it may have been summed over one axis too many"
                        : "it has " + Numbers.count(c, "number") + " in place of " + Numbers.count(r)
                                + ": another array may have been recorded under its name";
    }

    private static List<String> extent(Measure m, String beyond, String difference) {
        if (!m.sameShape()) {
            return List.of("shapes differ, so none of its elements was compared", unlike(m));
        }
        boolean finite = m.notFinite() == 0;
        if (m.elements() == 1) {
            return List.of(finite ? distance(m, difference) : "not a finite number");
        }
        String failing = Numbers.count(m.failing()) + " of " + Numbers.count(m.elements(), "element") + beyond;
        return finite
                ? List.of(failing, distance(m, difference))
                : List.of(failing + ", " + Numbers.count(m.notFinite()) + " not finite");
    }

    /** How far apart two arrays of one shape are. */
    static String distance(Measure m) {
        return distance(m, "|c - r|");
    }

    private static String distance(Measure m, String difference) {
        boolean one = m.elements() == 1;
        return (one ? "" : "max ") + difference + " " + Numbers.brief(m.maxAbs())
                + ", relative " + Numbers.brief(m.relNorm())
                + (one ? "" : ", cosine " + Numbers.cosine(m.cosine()))
                + ", " + Numbers.ulp(m.maxUlp());
    }

    static String tolerance(Tolerance t) {
        return "|c - r| <= " + Numbers.value(t.atol()) + " + " + Numbers.value(t.rtol()) + " |r|";
    }

    /** The first few names, and how many more there are. */
    public static String listed(List<String> names) {
        return FirstFew.of(names, NAMES);
    }
}
