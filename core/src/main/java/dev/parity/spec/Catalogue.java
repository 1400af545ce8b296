package dev.parity.spec;

import dev.parity.nn.layer.Layer;
import dev.parity.nn.loss.Loss;
import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.schedule.Schedule;
import dev.parity.tensor.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A closed set of records among which a spec chooses by {@code type}: the registry, and what {@code parity list} shows of it.
 *
 * @param name of all, as users write it: {@code layers}
 * @param one of them: {@code layer}
 */
public record Catalogue(String name, String one, Class<?> sealed) {
    public static final Catalogue LAYERS = new Catalogue("layers", "layer", Layer.class);
    public static final Catalogue LOSSES = new Catalogue("losses", "loss", Loss.class);
    public static final Catalogue OPTIMIZERS = new Catalogue("optimizers", "optimizer", Optimizer.class);
    public static final Catalogue SCHEDULERS = new Catalogue("schedulers", "scheduler", Schedule.class);

    private static final List<Catalogue> ALL = List.of(LAYERS, LOSSES, OPTIMIZERS, SCHEDULERS);

    public static List<Catalogue> all() {
        return ALL;
    }

    /** The one that a sealed interface belongs to, whole or a part of it: SequentialLR takes only some schedulers. */
    static Catalogue of(Class<?> sealed) {
        return ALL.stream()
                .filter(c -> c.sealed.isAssignableFrom(sealed))
                .findFirst()
                .orElseThrow();
    }

    /** All entries, by name, whatever its case. */
    public List<Entry> entries() {
        return Binder.registry(sealed).values().stream()
                .sorted(Comparator.comparing(Class::getSimpleName, String.CASE_INSENSITIVE_ORDER))
                .map(Entry::new)
                .toList();
    }

    /** Fields that stand beside the options of each. */
    public List<Beside> beside() {
        return Beside.of(name);
    }

    /** The entry of a name, or a refusal that names the nearest. */
    public Entry entry(String type) {
        Class<?> found = Binder.registry(sealed).get(type);
        if (found == null) {
            throw new BadInput(unknown(type));
        }
        return new Entry(found);
    }

    /** What to say of a name that none of them has. */
    String unknown(String type) {
        Map<String, Class<?>> registry = Binder.registry(sealed);
        String hint = Synonyms.hint(this, type, registry.keySet());
        return "there is no " + one + " \"" + Json.brief(type) + "\""
                + (hint.isEmpty() ? "; parity list " + name + " shows all" : hint);
    }

    /** One of them, as its record declares and describes it. */
    public record Entry(Class<?> type) {
        public String name() {
            return type.getSimpleName();
        }

        public List<Option> options() {
            return Option.of(type);
        }

        /** Options of PyTorch's that are taken, and change no number. */
        public List<String> idle() {
            return List.copyOf(Idle.of(type).keySet());
        }

        public Javadoc javadoc() {
            return Javadoc.of(type);
        }

        /** What it has in common with its kin, the nearest first. */
        public List<Family> families() {
            List<Family> families = new ArrayList<>();
            for (Class<?> at = type; ; ) {
                Optional<Class<?>> family = Arrays.stream(at.getInterfaces())
                        .filter(i -> i.isSealed() && ALL.stream().noneMatch(c -> c.sealed == i))
                        .findFirst();
                if (family.isEmpty()) {
                    return families;
                }
                at = family.get();
                families.add(new Family(List.copyOf(Binder.registry(at).keySet()), Javadoc.of(at)));
            }
        }
    }

    /** Entries that share what a sealed interface says of them all. */
    public record Family(List<String> members, Javadoc javadoc) {}
}
