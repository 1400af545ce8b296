package dev.parity.spec;

import dev.parity.tensor.Nearest;
import java.util.List;

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
            String hint = Nearest.hint(name.text(), weights);
            throw name.error("there is no parameter \"" + Json.brief(name.text()) + "\""
                    + (hint.isEmpty() ? "; the parameters are " + String.join(", ", weights) : hint));
        }
        return name.text();
    }
}
