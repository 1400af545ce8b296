package dev.parity.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A little of {@code scripts/score conventions}, always the same. */
class HabitsTest {
    @Test
    void noRightArrayIsAccusedAndNoFaultCleared() {
        assertEquals(List.of(), Habits.of(12, 1, 0).wrong());
    }
}
