package dev.parity.fault;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The catalogue: every fault that {@link Fault} permits. */
public final class Faults {
    private static final List<Fault> ALL = Arrays.stream(Fault.class.getPermittedSubclasses())
            .map(Faults::create)
            .sorted(Comparator.comparing(Fault::id))
            .toList();

    private Faults() {}

    public static List<Fault> all() {
        return ALL;
    }

    public static Fault byId(String id) {
        return ALL.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow(() -> {
            List<String> ids = ALL.stream().map(Fault::id).toList();
            return new BadInput(
                    "there is no fault \"" + id + "\"" + Nearest.hint(id, ids) + "; parity list faults shows all");
        });
    }

    private static Fault create(Class<?> type) {
        try {
            return (Fault) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
