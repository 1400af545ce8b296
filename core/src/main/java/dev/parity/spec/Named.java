package dev.parity.spec;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import java.util.List;
import java.util.regex.Pattern;

/** Names: which may be given, and those that must exist. */
final class Named {
    private Named() {}

    /** A name that can stand in a site, behind a fault's {@code @} or an engine's {@code :}, and before a use's {@code #}. */
    static String legal(Json json, String name) {
        if (name.isEmpty()
                || name.codePoints()
                        .anyMatch(c ->
                                "/@:#".indexOf(c) >= 0 || Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw json.error("a name is not empty and holds no \"/\", \"@\", \":\", \"#\" or blank, and this one is \""
                    + Json.brief(name) + "\"");
        }
        return name;
    }

    /** A weight of the network. */
    static String weight(Json name, List<String> weights) {
        if (!weights.contains(name.text())) {
            throw none(name, weights);
        }
        return name.text();
    }

    /** The weights that a pattern names, at least one: {@code *} stands for anything, {@code ?} for one character. */
    static List<String> matching(Json pattern, List<String> weights) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.text().toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        List<String> found = weights.stream()
                .filter(Pattern.compile(regex.toString()).asMatchPredicate())
                .toList();
        if (found.isEmpty()) {
            throw none(pattern, weights);
        }
        return found;
    }

    private static BadInput none(Json name, List<String> weights) {
        String hint = Nearest.hint(name.text(), weights);
        return name.error("there is no parameter \"" + Json.brief(name.text()) + "\""
                + (hint.isEmpty() ? "; the parameters are " + String.join(", ", weights) : hint));
    }
}
