package dev.parity.spec;

import dev.parity.tensor.Nearest;
import java.util.List;

/** Reads the name of a weight that must exist. */
final class Named {
    private Named() {}

    static String weight(Json name, List<String> weights) {
        if (!weights.contains(name.text())) {
            throw name.error("there is no parameter \"" + name.text() + "\"" + Nearest.hint(name.text(), weights)
                    + "; the parameters are " + String.join(", ", weights));
        }
        return name.text();
    }
}
