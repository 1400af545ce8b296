package dev.parity.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PackedStepsTest {
    private static Step row(int step, double loss) {
        return new Step(
                step,
                9,
                step % 3,
                Optional.of(new LossPair(loss, -loss)),
                List.of(new Delta("fc1.weight", step, 2, 3), new Delta("fc2.weight", 4, Double.NaN, 6)),
                List.of(new Delta("fc1.weight", 7, 8, 9)));
    }

    @Test
    void whatIsPutInComesOut() {
        PackedSteps rows = new PackedSteps();
        List<Step> plain = new ArrayList<>();
        for (int step = 1; step <= 50; step++) {
            rows.merge(row(step, step / 7.0));
            plain.add(row(step, step / 7.0));
        }
        assertEquals(plain, rows);
        Step bare = new Step(60, 1, 0, Optional.empty(), List.of(), List.of());
        rows.merge(bare);
        assertEquals(bare, rows.get(50));
    }

    @Test
    void rowsStandInTheOrderOfTheirStepsAndPartsOfOneAreJoined() {
        PackedSteps rows = new PackedSteps();
        Step weight = new Step(2, 1, 1, Optional.empty(), List.of(), List.of(new Delta("b", 1, 2, 3)));
        rows.merge(row(3, 1));
        rows.merge(row(1, 1));
        rows.merge(row(2, 1));
        rows.merge(weight);
        assertEquals(List.of(row(1, 1), row(2, 1).plus(weight), row(3, 1)), rows);
    }

    @Test
    void aCopyIsNotAddedTo() {
        PackedSteps rows = new PackedSteps();
        rows.merge(row(1, 1));
        PackedSteps copy = new PackedSteps(rows);
        rows.merge(row(2, 1));
        assertEquals(1, copy.size());
        assertEquals(2, rows.size());
    }
}
