package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
    private static final List<String> LAYERS = List.of(
            "Linear", "Bilinear", "Conv1d", "Conv2d", "ReLU", "GELU", "Softmax", "LogSoftmax", "CrossEntropyLoss");

    @ParameterizedTest
    @CsvSource({
        "Linaer, Linear",
        "linear, Linear",
        "Liner, Linear",
        "Conv2D, Conv2d",
        "Conv, Conv1d",
        "relu, ReLU",
        "RELUU, ReLU",
        "softmx, Softmax",
        "log_softmax, LogSoftmax",
        "CrossEntropy, CrossEntropyLoss",
        "cross_entropy_loss, CrossEntropyLoss"
    })
    void findsWhatWasMeant(String found, String meant) {
        assertEquals(Optional.of(meant), Nearest.nearest(found, LAYERS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "Dense", "Dropout", "attention", "a much longer text than any of the words"})
    void isSilentWhenNothingIsNear(String found) {
        assertEquals(Optional.empty(), Nearest.nearest(found, LAYERS));
        assertEquals("", Nearest.hint(found, LAYERS));
    }

    @Test
    void prefersTheNearerAndThenTheFirst() {
        assertEquals(Optional.of("fc12"), Nearest.nearest("fc12", List.of("fc11", "fc12")));
        assertEquals(Optional.of("fc11"), Nearest.nearest("fc13", List.of("fc11", "fc12")));
        assertEquals(Optional.empty(), Nearest.nearest("fc1", List.of()));
    }

    @Test
    void aSwapIsOneMistake() {
        assertEquals(Optional.of("abc"), Nearest.nearest("acb", List.of("abc")));
        assertEquals(Optional.empty(), Nearest.nearest("cab", List.of("abc")));
    }

    @Test
    void phrasesTheEndOfAMessage() {
        assertEquals("; did you mean \"Linear\"?", Nearest.hint("Lineer", LAYERS));
    }
}
