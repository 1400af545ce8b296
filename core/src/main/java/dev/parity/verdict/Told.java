package dev.parity.verdict;

import dev.parity.diagnose.Explanation;
import dev.parity.diagnose.Explanation.Standing;
import dev.parity.fault.Fault;
import dev.parity.report.Finding;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a report says of why an array is wrong: the faults of the catalogue that make such an array, and what a search through its formula
 * found. Both speak of the same numbers, so the first of each is one finding: the fault's name, and the formulas.
 */
final class Told {
    /** So many are told of an array. */
    private static final int MOST = 3;

    /** So many others that give the same numbers. */
    private static final int ALSO = 3;

    private Told() {}

    static List<Finding> of(Site site, List<Fault> named, List<Explanation> found) {
        List<Explanation> standing =
                found.stream().filter(f -> f.standing() != Standing.REFUTED).toList();
        List<Finding> all = new ArrayList<>();
        if (!named.isEmpty()) {
            all.add(named(site, named, standing));
        }
        standing.stream()
                .filter(f -> named.isEmpty())
                .map(f -> general(site, f))
                .forEach(all::add);
        return all.stream().limit(MOST).toList();
    }

    /** The search has a mistake of its own. */
    static Finding brokenOff(Site site, RuntimeException why) {
        return new Finding(
                "none",
                site,
                0,
                0,
                0,
                "The search for a cause broke off, which is a mistake of parity's own (" + why + ")",
                "",
                List.of(),
                "",
                "",
                false);
    }

    private static boolean sure(Explanation finding) {
        return finding.standing() == Standing.FOUND || finding.standing() == Standing.CONFIRMED;
    }

    private static Finding named(Site site, List<Fault> named, List<Explanation> found) {
        Fault first = named.get(0);
        var general = found.stream().filter(Told::sure).findFirst();
        List<String> also = Stream.concat(
                        named.stream().skip(1).map(Fault::id), general.stream().flatMap(f -> also(f).stream()))
                .toList();
        String words = first.about();
        return new Finding(
                first.id(),
                site,
                1,
                found.isEmpty() ? 0 : found.get(0).before(),
                general.map(Explanation::after).orElse(0.0),
                words,
                general.map(Explanation::advice)
                                .filter(a -> !a.isBlank())
                                .map(a -> a + "; ")
                                .orElse("")
                        + "parity explain " + first.id() + " says more",
                also,
                general.map(Explanation::right).orElse(""),
                general.map(Explanation::yours).orElse(""),
                true);
    }

    /** The sentence; both formulas stand by themselves. */
    private static String words(Explanation f) {
        int formulas = f.sentence().indexOf(" Right: ");
        String words = formulas < 0 ? f.sentence() : f.sentence().substring(0, formulas);
        return f.standing() == Standing.CONFIRMED ? words + " So too in a later step." : words;
    }

    /** What gives the same numbers, in other words than those of the finding itself. */
    private static List<String> also(Explanation f) {
        return f.also().stream()
                .filter(a -> f.also().stream().noneMatch(b -> !b.equals(a) && b.startsWith(a)))
                .limit(ALSO)
                .toList();
    }

    private static Finding general(Site site, Explanation f) {
        return new Finding(
                f.id(),
                site,
                f.wrong() == 0 ? 0 : f.explained() / (double) f.wrong(),
                f.before(),
                f.after(),
                words(f),
                f.advice().contains(f.right()) && !f.right().isBlank() ? "" : f.advice(),
                also(f),
                f.right(),
                f.yours(),
                sure(f));
    }
}
