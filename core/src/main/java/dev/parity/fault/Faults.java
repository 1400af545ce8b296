package dev.parity.fault;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** The catalogue: the faults of every family. */
public final class Faults {
    private static final List<Fault> ALL = Family.ALL.stream()
            .flatMap(family -> family.faults().stream())
            .sorted(Comparator.comparing(Fault::id))
            .toList();

    private Faults() {}

    public static List<Fault> all() {
        return ALL;
    }

    public static List<Family> families() {
        return Family.ALL;
    }

    /** What people get wrong that no fault says. */
    public static List<Beyond> beyond() {
        return Beyond.ALL;
    }

    public static Fault byId(String id) {
        return ALL.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow(() -> {
            List<String> ids = ALL.stream().map(Fault::id).toList();
            String hint = Nearest.hint(id, ids);
            return new BadInput(
                    "there is no fault \"" + id + "\"" + (hint.isEmpty() ? "; parity list faults shows all" : hint));
        });
    }

    /**
     * The page that {@code parity explain} shows: its first line is the id, its second what goes wrong, and what begins
     * at the left edge below is a heading.
     */
    public static List<String> page(Fault fault) {
        String file = fault.id() + ".txt";
        try (InputStream in = Faults.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("there is no page " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
