package dev.parity.spec;

import dev.parity.nn.Default;
import dev.parity.nn.layer.Padding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Reads records from JSON: a component is a field, {@link Default} is what a missing one means, and the compact
 * constructor has the last word. The closed sets (layers, losses, optimizers) are found through {@code permits}, so that a
 * new record needs no entry anywhere else.
 */
public final class Binder {
    /** To ask a class what it permits takes long, and a spec may have thousands of layers. */
    private static final Map<Class<?>, Map<String, Class<?>>> REGISTRIES = new ConcurrentHashMap<>();

    private Binder() {}

    /** The records of a sealed interface and of the sealed interfaces in it, by simple name. */
    public static Map<String, Class<?>> registry(Class<?> sealed) {
        return REGISTRIES.computeIfAbsent(sealed, s -> Collections.unmodifiableMap(permitted(s)));
    }

    private static Map<String, Class<?>> permitted(Class<?> sealed) {
        Map<String, Class<?>> all = new TreeMap<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                all.put(permitted.getSimpleName(), permitted);
            } else {
                all.putAll(permitted(permitted));
            }
        }
        return all;
    }

    /** Reads the record that the field {@code type} names; {@code besides} are fields that belong to somebody else. */
    static <T> T typed(Json json, Class<T> sealed, Set<String> besides) {
        return sealed.cast(record(json, type(json, sealed), besides));
    }

    /** The record class that the field {@code type} names. */
    static Class<?> type(Json json, Class<?> sealed) {
        Catalogue catalogue = Catalogue.of(sealed);
        Json type = json.field(
                "type", "; it names the " + catalogue.one() + ", and parity list " + catalogue.name() + " shows all");
        Class<?> found = registry(sealed).get(type.text());
        if (found == null && registry(catalogue.sealed()).containsKey(type.text())) {
            throw type.error("a " + type.text() + " cannot stand here; what can is "
                    + String.join(", ", registry(sealed).keySet()));
        }
        if (found == null) {
            throw type.error(catalogue.unknown(type.text()));
        }
        return found;
    }

    /** Reads a record whose components are the fields; those in {@code besides} are left alone. */
    static <T> T record(Json json, Class<T> record, Set<String> besides) {
        RecordComponent[] components = record.getRecordComponents();
        Set<String> known = new LinkedHashSet<>(besides);
        Arrays.stream(components).map(RecordComponent::getName).forEach(known::add);
        Map<String, Idle> idle = Idle.of(record);
        json.only(known, idle.keySet());
        missing(json, components);
        idle.forEach((name, one) -> json.find(name).ifPresent(one::check));
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String name = component.getName();
            Json field = besides.contains(name) ? null : json.find(name).orElse(null);
            if (field == null) {
                field = json.literal(component.getAnnotation(Default.class).value(), name);
            }
            values[i] = value(field, component);
        }
        return construct(json, record, components, values);
    }

    /** Refuses an object without what it must have, and where another field seems to be meant for it, that field. */
    private static void missing(Json json, RecordComponent[] components) {
        Set<String> options =
                Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toCollection(TreeSet::new));
        for (RecordComponent component : components) {
            String name = component.getName();
            if (component.getAnnotation(Default.class) == null
                    && json.find(name).isEmpty()) {
                json.fields().forEach((field, value) -> {
                    if (!options.contains(field)
                            && Synonyms.meant(field, options).equals(Optional.of(name))) {
                        throw value.unknown(field, options);
                    }
                });
                throw json.error("the field \"" + name + "\" is missing; it is "
                        + Option.of(component).words());
            }
        }
    }

    private static <T> T construct(Json json, Class<T> record, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<T> constructor = record.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof BadInput bad) {
                throw json.error(bad.getMessage(), bad);
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Json field, RecordComponent component) {
        if (component.getType() == List.class) {
            Class<?> element = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            return list(field, element, component.getDeclaringRecord());
        }
        return value(field, component.getType(), component.getDeclaringRecord());
    }

    private static Object value(Json field, Class<?> type, Class<?> record) {
        if (type == int.class || type == Integer.class) {
            return field.integer(Integer.MIN_VALUE);
        } else if (type == long.class) {
            return field.integer();
        } else if (type == double.class || type == Double.class) {
            return field.number();
        } else if (type == boolean.class) {
            return field.flag();
        } else if (type == String.class) {
            return field.text();
        } else if (type == Optional.class) {
            return field.isNull() ? Optional.empty() : Optional.of(field.isObject() ? from(field) : field.text());
        } else if (type == OptionalInt.class) {
            return field.isNull() ? OptionalInt.empty() : OptionalInt.of(field.integer(Integer.MIN_VALUE));
        } else if (type == OptionalDouble.class) {
            return field.isNull() ? OptionalDouble.empty() : OptionalDouble.of(field.number());
        } else if (type.isSealed()) {
            return typed(field, type, Set.of("type"));
        } else if (type.isEnum()) {
            return constant(field, type, record);
        } else if (type == Padding.class) {
            return field.isText()
                    ? Padding.of((Padding.Word) constant(field, Padding.Word.class, record))
                    : Padding.of(numbers(field, record));
        }
        throw new IllegalStateException("no way to read a " + type);
    }

    private static List<Integer> numbers(Json field, Class<?> record) {
        return list(field, Integer.class, record).stream()
                .map(Integer.class::cast)
                .toList();
    }

    /** A single value is a list of one, and null is an empty list. */
    private static List<Object> list(Json field, Class<?> element, Class<?> record) {
        List<Object> list = new ArrayList<>();
        if (!field.isNull()) {
            field.itemsOrOne().forEach(item -> list.add(value(item, element, record)));
        }
        return List.copyOf(list);
    }

    /** A tensor by name: {@code {"from": "m"}}, as weights are written, means the same as {@code "m"}. */
    private static String from(Json field) {
        field.only(Set.of("from"));
        return field.field("from").text();
    }

    /** Enum constants are spelled as PyTorch spells the option's values. */
    private static Object constant(Json field, Class<?> type, Class<?> record) {
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equals(field.text())) {
                return constant;
            }
        }
        List<String> names = Option.choices(type, record);
        throw field.error("\"" + Json.brief(field.text()) + "\" is none of " + String.join(", ", names)
                + Nearest.hint(field.text(), names));
    }
}
