package dev.parity.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A little of {@code scripts/score place}, always the same. */
class PlacesTest {
    @Test
    void plantedFaultsAreTheOriginsAndNothingElseIs() {
        Figures figures = Places.plantings(16, 11, 0, p -> {});
        assertEquals(List.of(), figures.wrong());
        assertEquals(List.of(), figures.crashes());
        assertTrue(figures.counted() > 6, () -> "only " + figures.counted() + " plantings counted");
    }
}
