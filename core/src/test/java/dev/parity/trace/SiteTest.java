package dev.parity.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parity.tensor.BadInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1/data/x",
                "2/data/drop/mask",
                "1/forward/fc1/y",
                "1/loss/loss/value",
                "1/backward/softmax/dx",
                "1/state/fc1/weight.exp_avg",
                "0/update/fc1/weight"
            })
    void readsWhatItWrites(String text) {
        assertEquals(text, Site.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1/forward/y", "x/forward/fc1/y", "-1/forward/fc1/y", "1/sideways/fc1/y", "1/forward/a/b/c"})
    void refusesOtherText(String text) {
        assertThrows(BadInput.class, () -> Site.parse(text));
    }

    @Test
    void namesAParameterAsPeopleDo() {
        assertEquals("fc1.weight", Site.parse("3/gradient/fc1/weight").name());
    }
}
