package dev.parity.audit.script;

import dev.parity.audit.Allowance;
import dev.parity.audit.plan.Expected;
import dev.parity.audit.plan.Walk;
import dev.parity.trace.Site;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The method {@code suspects} of a {@link StepScript}. For each array in which a {@link dev.parity.audit.judge.Screen} found something: what passes at less cost, as
 * {@link FirstScript} tells; the deviations of what is left, which {@link DeviationScript} computes, and the judgement by {@link JudgeScript}.
 * Where operations are judged together, how their rounding adds up is drawn first, by {@link TogetherScript}, and what is beyond that is held
 * against runs in the candidate's own precision: as in a {@link dev.parity.audit.judge.SecondLook}, up to three times the worst of them is rounding.
 */
final class SuspectScript {
    private static final Template SUSPECTS = Template.of("suspects");

    private final Walk walk;
    private final List<Site> judged;
    private final List<String> carried;

    SuspectScript(Walk walk, List<Site> judged, List<String> carried) {
        this.walk = walk;
        this.judged = judged;
        this.carried = carried;
    }

    String code() {
        List<Expected> arrays = judged.stream().map(walk.expected()::get).toList();
        List<Expected> left = carried.stream().map(walk.left()::get).toList();
        return SUSPECTS.fill(Map.of(
                "operations",
                numbers(arrays, Expected::operation),
                "indices",
                numbers(arrays, Expected::index),
                "together",
                arrays.stream()
                        .map(p -> p.together().isEmpty() ? "False" : "True")
                        .collect(Collectors.joining(", ")),
                "carriedOperations",
                numbers(left, Expected::operation),
                "carriedIndices",
                numbers(left, Expected::index),
                "runs",
                Allowance.WIDER / Allowance.DEVIATIONS));
    }

    private static String numbers(List<Expected> arrays, ToIntFunction<Expected> number) {
        return arrays.stream().map(p -> Integer.toString(number.applyAsInt(p))).collect(Collectors.joining(", "));
    }
}
