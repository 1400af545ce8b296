package dev.parity.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A little of {@code scripts/score alarms}, always the same. */
class AlarmsTest {
    @Test
    void theAuditFindsNothingInSidesThatAreRight() throws IOException {
        Alarms alarms = Alarms.networks(16, 11, 0, Optional.empty());
        assertEquals(List.of(), alarms.found());
        assertEquals(0, alarms.crashed());
        assertTrue(alarms.judged() > 12, () -> "only " + alarms.judged() + " networks were judged");
        assertEquals(12, alarms.worst().size(), "three sides in two types, whole and cut");
        // the audit is PyTorch in float64 too, and what is near has no deviation
        alarms.worst()
                .forEach((side, worst) -> assertTrue(
                        worst.noise() > 0 || side.startsWith("torch, float64"), side + " differs from nothing"));
    }

    /** PyTorch's own runs, in Python, by another release and other kernels: whole as recorded, and with loss and weights alone. */
    @Test
    void norInWhatPyTorchRecordedInPython() throws IOException {
        List<Path> traces = PythonAlarms.checkedIn();
        PythonAlarms alarms = PythonAlarms.of(traces, n -> List.of(Cut.NOTHING, Cut.GRADIENTS), alarm -> {});
        assertEquals(List.of(), alarms.found());
        assertEquals(6, traces.size());
        assertTrue(alarms.sites() > 300, () -> alarms.sites() + " sites");
    }

    /** Networks that the audit has wronged, with the rounding in their names that it had forgotten. */
    @ParameterizedTest
    @CsvSource({
        "alarms, 13, NOTHING",
        "alarms/cut, 6, FORWARD",
        "alarms/cut, 6, BETWEEN",
        "alarms/cut, 6, MOST",
        "alarms/cut, 6, GRADIENTS",
        "alarms/cut, 6, HALF"
    })
    void norInThoseInWhichItOnceDid(String folder, int networks, Cut cut) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
            List<Path> specs =
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            Alarms alarms = Alarms.specs(specs, List.of(cut));
            assertEquals(List.of(), alarms.found());
            assertEquals(networks, alarms.judged());
        }
    }
}
