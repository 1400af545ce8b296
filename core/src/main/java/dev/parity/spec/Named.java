package dev.parity.spec;

import dev.parity.tensor.Nearest;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the names of weights that must exist. */
final class Named {
    private Named() {}

    static String weight(Json name, List<String> weights) {
        if (!weights.contains(name.text())) {
            throw name.error("there is no parameter \"" + name.text() + "\"" + Nearest.hint(name.text(), weights)
                    + "; the parameters are " + String.join(", ", weights));
        }
        return name.text();
    }

    /** The weights that a pattern names, at least one: {@code *} stands for anything, {@code ?} for one character. */
    static List<String> matching(Json pattern, List<String> weights) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.text().toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        List<String> found = weights.stream().filter(Pattern.compile(regex.toString()).asMatchPredicate()).toList();
        if (found.isEmpty()) {
            throw pattern.error("no parameter is named \"" + pattern.text() + "\"" + Nearest.hint(pattern.text(), weights)
                    + "; the parameters are " + String.join(", ", weights));
        }
        return found;
    }
}
