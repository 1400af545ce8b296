package dev.parity.diagnose;

import dev.parity.diagnose.Explanation.Standing;

/** What is wrong, as the report says it: the clause, the right formula and the candidate's. */
record Sentence(Bench bench, Cause cause, String words) {
    String text(Standing standing) {
        String clause = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        StringBuilder text =
                new StringBuilder(standing == Standing.MAY_BE ? "It may be that " + words : clause).append('.');
        if (bench.known) {
            text.append(" Right: ").append(bench.formula.text());
            text.append("; yours equals ").append(yours()).append('.');
        }
        if (standing == Standing.MAY_BE) {
            text.append(
                    cause.unnamed()
                            ? " The number was fitted and has no name: a second step has to confirm it."
                            : " Too little data to be sure: record a second step, or a larger batch.");
        }
        return text.toString();
    }

    /** The right side of the candidate's formula, without what is told of its names already. */
    private String yours() {
        String yours = cause.yours(bench);
        String right = bench.formula.text();
        String left = right.substring(0, right.indexOf(" = ") + 3);
        int where = right.indexOf(", where ");
        String names = where < 0 ? "" : right.substring(where);
        if (!names.isEmpty() && yours.endsWith(names)) {
            yours = yours.substring(0, yours.length() - names.length());
        }
        return yours.startsWith(left) ? yours.substring(left.length()) : yours;
    }
}
