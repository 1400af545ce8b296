package dev.parity.spec;

import dev.parity.nn.Default;
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
 * @param type what is read from JSON; for lists, what their items are
 * @param list whether it is a list; a single value stands for a list of one
 * @param nullable whether {@code null} is a value
 * @param fallback the default, as JSON; empty where the option is required
 * @param choices the values of an option that is one of a few words
 */
public record Option(
        String name, Type type, boolean list, boolean nullable, Optional<String> fallback, List<String> choices) {
    /** What an option is in JSON: the name of the type in JSON Schema, and in words. */
    public enum Type {
        integer("a whole number"),
        number("a number"),
        bool("true or false"),
        string("a string");

        private final String words;

        Type(String words) {
            this.words = words;
        }
    }

    /** The options of a record, in its order. */
    public static List<Option> of(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).map(Option::of).toList();
    }

    static Option of(RecordComponent component) {
        Class<?> type = component.getType();
        boolean list = type == List.class;
        if (list) {
            type = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        }
        boolean nullable = type == OptionalInt.class || type == OptionalDouble.class;
        Default fallback = component.getAnnotation(Default.class);
        List<String> choices = type.isEnum()
                ? Arrays.stream(type.getEnumConstants()).map(Object::toString).toList()
                : List.of();
        return new Option(
                component.getName(),
                type(type),
                list,
                nullable,
                Optional.ofNullable(fallback).map(Default::value),
                choices);
    }

    private static Type type(Class<?> type) {
        if (List.of(int.class, long.class, Integer.class, Long.class, OptionalInt.class)
                .contains(type)) {
            return Type.integer;
        } else if (List.of(double.class, Double.class, OptionalDouble.class).contains(type)) {
            return Type.number;
        }
        return type == boolean.class ? Type.bool : Type.string;
    }

    /** What to write, as in "; it is a whole number". */
    public String words() {
        String one = choices.isEmpty() ? type.words : "\"" + String.join("\", \"", choices) + "\"";
        return (choices.isEmpty() ? "" : "one of ")
                + one
                + (list ? ", or a list of such" : "")
                + (nullable ? ", or null" : "");
    }
}
