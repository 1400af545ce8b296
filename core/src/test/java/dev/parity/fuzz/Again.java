package dev.parity.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** The verdict on specs that were written before: {@code scripts/fuzz SPEC...}. */
final class Again {
    private Again() {}

    public static void main(String[] files) throws IOException {
        for (String file : files) {
            ObjectNode spec = (ObjectNode) Sketch.JSON.readTree(Path.of(file).toFile());
            System.out.println(file + " "
                    + Trial.of(spec).map(Verdict::toString).orElseGet(() -> "REFUSED: " + Trial.refusal(spec)));
        }
    }
}
