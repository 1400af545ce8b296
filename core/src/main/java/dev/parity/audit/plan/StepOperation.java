package dev.parity.audit.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A step's operation number k: it reads {@code A[k]} and makes {@code E[k]}, whose deviations are {@code S[k]}. What of all that it reads depends on the
 * candidate is {@code B[k]}.
 */
public sealed interface StepOperation extends Statement
        permits NodeOperation,
                ForkOperation,
                LossOperation,
                TotalOperation,
                GradientOperation,
                ClipOperation,
                UpdateOperation,
                FrozenOperation {
    int number();

    Reads reads();

    /** The list {@code A[k]}. */
    List<String> arguments();

    /** The list {@code E[k]}. */
    String arrays();

    /** The list {@code S[k]}, where {@code u} is the roundoff. */
    String deviations();

    /** The operations whose deviations that needs. */
    default List<Integer> after() {
        return List.of();
    }

    /** The deviations of elements {@code at} alone, where each depends on these elements of the arguments and on no others. */
    default Optional<String> deviationsOfSome() {
        return Optional.empty();
    }

    /** The arrays of nodes whose sum its first array is, if it is that and nothing else. */
    default List<Expected> parts() {
        return List.of();
    }

    /** Which optimizer's step it is, if it is one. */
    default OptionalInt stepOf() {
        return OptionalInt.empty();
    }

    /** What must be done first. */
    default List<String> preparation() {
        return List.of();
    }

    @Override
    default List<String> lines() {
        List<String> lines = new ArrayList<>(preparation());
        String candidates = reads().variables().stream().map(Variable::text).collect(Collectors.joining(", "));
        String further = after().stream().distinct().map(" + B[%d]"::formatted).collect(Collectors.joining());
        lines.add("A[%d] = [%s]".formatted(number(), String.join(", ", arguments())));
        lines.add("B[%d] = [%s]%s".formatted(number(), candidates, further));
        lines.add("E[%d] = %s".formatted(number(), arrays()));
        return lines;
    }

    /** What is read, as lists of arguments hold it. */
    static List<String> texts(List<Variable> variables) {
        return variables.stream().map(Variable::text).toList();
    }

    /** A sum of what several users send back. What nobody reads has no gradient: a zero stands for an array of them. */
    static String sum(List<Variable> parts) {
        return parts.isEmpty() ? "torch.zeros([], dtype=7)" : String.join(" + ", texts(parts));
    }
}
