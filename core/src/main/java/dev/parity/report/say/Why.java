package dev.parity.report.say;

import dev.parity.report.Finding;
import dev.parity.report.Report;
import dev.parity.report.say.Document.Draft;
import dev.parity.trace.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Why an array is wrong: the cause in a sentence, both formulas, how well it explains the numbers, and what to write instead. */
final class Why {
    private final Draft draft;

    Why(Draft draft) {
        this.draft = draft;
    }

    void findings(Report report) {
        Map<Site, List<Finding>> bySite = report.audit().findings().stream()
                .collect(Collectors.groupingBy(Finding::site, LinkedHashMap::new, Collectors.toList()));
        boolean several = bySite.size() > 1 || report.audit().origins().size() > 1;
        Map<String, String> told = new LinkedHashMap<>();
        bySite.forEach((site, findings) -> {
            draft.gap();
            Finding first = findings.get(0);
            String before = told.putIfAbsent(first.cause() + first.words(), Words.array(site));
            if (before != null && first.sure()) {
                draft.heading("Why " + Words.array(site) + ": as " + before);
                return;
            }
            boolean ambiguous = findings.stream().filter(Finding::sure).count() > 1;
            for (int i = 0; i < findings.size(); i++) {
                finding(findings.get(i), several ? " " + Words.array(site) : "", i == 0 ? "" : ambiguous ? "or " : "");
            }
        });
    }

    private void finding(Finding finding, String where, String or) {
        String kind = finding.sure() ? "Why" : finding.cause().equals(NONE) ? "What it looks like" : "Why, perhaps";
        draft.heading((or.isEmpty() ? kind + where : or + "why") + ": " + name(finding) + finding.words());
        if (!finding.right().isBlank() && !finding.words().contains(finding.right())) {
            draft.detail("right: " + finding.right());
        }
        if (!finding.yours().isBlank() && !finding.words().contains(finding.right())) {
            draft.detail("yours: " + finding.yours());
        }
        if (finding.sure()) {
            draft.detail("it explains " + share(finding.explained()) + ": the largest difference falls from "
                    + Numbers.brief(finding.before()) + " to " + Numbers.brief(finding.after()));
        }
        if (!finding.advice().isBlank()) {
            draft.detail("instead: " + finding.advice());
        }
        if (!finding.also().isEmpty()) {
            draft.detail("the same numbers here: " + String.join("; ", finding.also()));
        }
    }

    /** What a description is called, which is no cause. */
    private static final String NONE = "none";

    /** The faults of the catalogue have names that a reader can look up; kinds of the search have none. */
    private static String name(Finding finding) {
        return finding.cause().contains("-") ? "looks like " + finding.cause() + ": " : "";
    }

    private static String share(double explained) {
        return explained == 1 ? "every wrong element" : Math.round(100 * explained) + " % of the wrong elements";
    }
}
