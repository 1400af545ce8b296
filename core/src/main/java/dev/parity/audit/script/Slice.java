package dev.parity.audit.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a rule is needed for one of the arrays that it speaks of: a rule for a batch norm makes six, over inputs of 65,536 elements, and most often one
 * running mean is asked for.
 */
final class Slice {
    /** {@code a = ...}, {@code a: T = ...} or {@code a, b = ...}, which leaves nothing of what a and b were. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+(?:, \\w+)*)(?:: [^=]*)? = .*");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    private Slice() {}

    /** The statements of a text on which a variable's last value depends. */
    static String of(String text, String variable) {
        Set<String> needed = new HashSet<>(Set.of(variable));
        List<String> kept = new ArrayList<>();
        List<String> statements = statements(text);
        for (int i = statements.size() - 1; i >= 0; i--) {
            String statement = statements.get(i);
            if (changed(statement).stream().anyMatch(needed::contains)) {
                if (ASSIGNMENT.matcher(statement).matches()) {
                    needed.removeAll(changed(statement));
                    needed.addAll(names(statement.substring(statement.indexOf(" = "))));
                } else {
                    needed.addAll(names(statement));
                }
                kept.add(0, statement);
            }
        }
        return String.join("\n", kept) + "\n";
    }

    /** With each, the lines that are indented below it or go on with its {@code else}. */
    private static List<String> statements(String text) {
        List<String> all = new ArrayList<>();
        for (String line : text.strip().lines().toList()) {
            boolean more = line.startsWith(" ") || line.startsWith("else:") || line.startsWith("elif ");
            if (more) {
                all.set(all.size() - 1, all.get(all.size() - 1) + "\n" + line);
            } else {
                all.add(line);
            }
        }
        return all;
    }

    /** The variables that a statement may change: of {@code a[k] = b} and the like all that stand there. */
    private static List<String> changed(String statement) {
        return statement
                .lines()
                .map(String::strip)
                .filter(line -> !line.endsWith(":"))
                .flatMap(line -> {
                    Matcher assignment = ASSIGNMENT.matcher(line);
                    return names(assignment.matches() ? assignment.group(1) : line).stream();
                })
                .toList();
    }

    private static List<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).toList();
    }
}
