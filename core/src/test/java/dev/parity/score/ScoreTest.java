package dev.parity.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A little of what {@code scripts/score} measures, always the same. */
class ScoreTest {
    @Test
    void theAuditFindsNothingInSidesThatAreRight() throws IOException {
        Alarms alarms = Alarms.networks(16, 11, 0, Optional.empty());
        assertEquals(List.of(), alarms.found());
        assertEquals(0, alarms.crashed());
        assertTrue(alarms.judged() > 12, () -> "only " + alarms.judged() + " networks were judged");
        assertEquals(4, alarms.worst().size(), "two sides in two types");
        alarms.worst().forEach((side, worst) -> assertTrue(worst.noise() > 1, side + " differs from nothing"));
    }

    @Test
    void plantedFaultsAreTheOriginsAndNothingElseIs() {
        Places places = Places.plantings(16, 11, 0, p -> {});
        assertEquals(List.of(), places.wrong());
        assertEquals(List.of(), places.crashes());
        assertTrue(places.counted() > 6, () -> "only " + places.counted() + " plantings counted");
    }
}
