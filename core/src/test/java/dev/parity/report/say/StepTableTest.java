package dev.parity.report.say;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Comparison;
import dev.parity.compare.Delta;
import dev.parity.compare.Step;
import dev.parity.report.Examples;
import dev.parity.report.Report;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepTableTest {
    private static List<Integer> shown(int steps) {
        List<Step> rows = IntStream.rangeClosed(1, steps)
                .mapToObj(n -> new Step(n, 0, 0, Optional.empty(), List.of(), List.of()))
                .toList();
        return StepTable.of(new Comparison(new TreeMap<>(), rows, Optional.empty(), List.of())).rows().stream()
                .map(StepTable.Row::step)
                .toList();
    }

    @Test
    void shortRunsAreShownWhole() {
        assertEquals(List.of(), shown(0));
        assertEquals(List.of(1), shown(1));
        assertEquals(IntStream.rangeClosed(1, 12).boxed().toList(), shown(12));
    }

    @Test
    void longRunsAreShownAtRoundDistancesAndAtTheirEnd() {
        assertEquals(List.of(1, 51, 101, 151, 201, 251, 301, 351, 401, 451, 500), shown(500));
        assertEquals(List.of(1, 3, 5, 7, 9, 11, 13), shown(13));
        assertEquals(List.of(1, 1001, 2001, 3001, 4001, 5001, 6001, 7001, 8001, 9001, 10000), shown(10_000));
        for (int n = 13; n < 3000; n++) {
            int rows = shown(n).size();
            assertTrue(rows >= 5 && rows <= 13, n + " steps in " + rows + " rows");
        }
        assertEquals(200_000_000, StepTable.stride(Integer.MAX_VALUE));
    }

    @Test
    void theFirstMismatchingStepIsAlwaysShown() {
        Report report = Examples.run(
                "late",
                500,
                Examples::array,
                (site, r) ->
                        Optional.of(site.toString().equals("77/forward/relu/y") ? Examples.array(site.at(78)) : r));
        assertEquals(Optional.empty(), report.first());
        Report late = Examples.run(
                "late",
                500,
                Examples::array,
                (site, r) -> Optional.of(site.toString().equals("77/data/x") ? Examples.array(site.at(78)) : r));
        List<StepTable.Row> rows = StepTable.of(late.comparison()).rows();
        assertEquals(12, rows.size());
        assertEquals(77, rows.get(2).step());
        assertEquals(
                List.of(77),
                rows.stream()
                        .filter(StepTable.Row::first)
                        .map(StepTable.Row::step)
                        .toList());
    }

    @Test
    void theWorstIsTheLargestInRelationAndNanIsWorse() {
        Delta small = new Delta("a.weight", 9, 0.1, 1);
        Delta large = new Delta("b.weight", 1, 0.2, 1);
        Delta equal = new Delta("c.weight", 2, 0.2, 1);
        Delta nan = new Delta("d.weight", Double.NaN, Double.NaN, Double.NaN);
        assertEquals(Optional.of(large), worst(small, large, equal));
        assertEquals(Optional.of(nan), worst(small, nan, large));
        assertEquals(Optional.empty(), worst());
    }

    private static Optional<Delta> worst(Delta... deltas) {
        Step step = new Step(1, 0, 0, Optional.empty(), List.of(deltas), List.of());
        Comparison comparison =
                new Comparison(Collections.emptySortedMap(), List.of(step), Optional.empty(), List.of());
        return StepTable.of(comparison).rows().get(0).gradient();
    }
}
