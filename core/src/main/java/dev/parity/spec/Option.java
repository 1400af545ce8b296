package dev.parity.spec;

import dev.parity.nn.Default;
import dev.parity.nn.Only;
import dev.parity.nn.layer.Padding;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * An option of a layer, loss or optimizer, as its record declares it: the component is the option, {@link Default} is
 * what it is where a spec leaves it out.
 *
 * @param kind what is read from JSON; of lists, what their items are
 * @param list whether it is a list; a single value stands for a list of one
 * @param nullable whether {@code null} is a value
 * @param fallback the default, as JSON; empty where the option is required
 * @param choices the values of an option that is, or may be, one of a few words
 */
public record Option(
        String name, Kind kind, boolean list, boolean nullable, Optional<String> fallback, List<String> choices) {
    /** What an option is in JSON. */
    public enum Kind {
        INTEGER("a whole number"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        STRING("a string"),
        CHOICE("one of a few words"),
        TENSOR("a tensor's name"),
        PADDING("whole numbers"),
        SCHEDULER("a scheduler");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** The options of a record, in its order. */
    public static List<Option> of(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).map(Option::of).toList();
    }

    static Option of(RecordComponent component) {
        boolean list = component.getType() == List.class;
        Class<?> type = list
                ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                : component.getType();
        Default fallback = component.getAnnotation(Default.class);
        return new Option(
                component.getName(),
                kind(type),
                list || type == Padding.class,
                List.of(Optional.class, OptionalInt.class, OptionalDouble.class).contains(type)
                        || fallback != null && fallback.value().equals("null"),
                Optional.ofNullable(fallback).map(Default::value),
                choices(type, component.getDeclaringRecord()));
    }

    private static Kind kind(Class<?> type) {
        if (List.of(int.class, long.class, Integer.class, OptionalInt.class).contains(type)) {
            return Kind.INTEGER;
        } else if (List.of(double.class, Double.class, OptionalDouble.class).contains(type)) {
            return Kind.NUMBER;
        } else if (type == boolean.class) {
            return Kind.BOOLEAN;
        } else if (type == String.class) {
            return Kind.STRING;
        } else if (type == Optional.class) {
            return Kind.TENSOR;
        } else if (type == Padding.class) {
            return Kind.PADDING;
        } else if (type.isEnum()) {
            return Kind.CHOICE;
        } else if (type.isSealed()) {
            return Kind.SCHEDULER;
        }
        throw new IllegalStateException("no words for an option that is a " + type);
    }

    /** The words among which a record chooses; some are offered by some of the records that share an enum. */
    static List<String> choices(Class<?> type, Class<?> record) {
        Class<?> words = type == Padding.class ? Padding.Word.class : type;
        return words.isEnum()
                ? Arrays.stream(words.getEnumConstants())
                        .filter(word -> offered((Enum<?>) word, record))
                        .map(Object::toString)
                        .toList()
                : List.of();
    }

    private static boolean offered(Enum<?> word, Class<?> record) {
        try {
            Only only = word.getDeclaringClass().getField(word.name()).getAnnotation(Only.class);
            return only == null || List.of(only.value()).contains(record.getSimpleName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What to write, as in "it is a whole number". */
    public String words() {
        String words = kind == Kind.CHOICE ? "one of " + quoted(", ") : kind.words;
        if (kind == Kind.PADDING) {
            words += ", or " + quoted(" or ");
        } else if (list) {
            words += ", or a list";
        }
        return words + (nullable ? ", or null" : "");
    }

    private String quoted(String between) {
        return "\"" + String.join("\"" + between + "\"", choices) + "\"";
    }
}
