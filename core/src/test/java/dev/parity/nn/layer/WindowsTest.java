package dev.parity.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.BadInput;
import org.junit.jupiter.api.Test;

/** The sizes are those that PyTorch's MaxPool1d, AvgPool1d and AdaptiveAvgPool1d give. */
class WindowsTest {
    @Test
    void aLastWindowHangsOverOnlyWithCeilMode() {
        assertEquals(3, Windows.sliding(8, 3, 2, 0, 1, false).count());
        Windows over = Windows.sliding(8, 3, 2, 0, 1, true);
        assertEquals(4, over.count());
        assertEquals(6, over.start(3));
        assertEquals(8, over.end(3));
    }

    @Test
    void aLastWindowThatWouldStartBehindTheDimensionIsLeftOut() {
        assertEquals(3, Windows.sliding(7, 2, 3, 1, 1, true).count());
        assertEquals(3, Windows.sliding(8, 2, 3, 1, 1, true).count());
        assertEquals(1, Windows.sliding(1, 3, 3, 0, 1, true).count());
    }

    @Test
    void paddingIsCountedAndNotSeen() {
        Windows windows = Windows.sliding(5, 4, 3, 2, 1, true);
        assertEquals(3, windows.count());
        assertEquals(0, windows.start(0));
        assertEquals(2, windows.size(0));
        assertEquals(4, windows.sizeWithPadding(0));
        assertEquals(1, windows.size(2));
        assertEquals(3, windows.sizeWithPadding(2), "what lies beyond the padding is not counted");
    }

    @Test
    void aDilatedWindowStartsAtItsFirstElementInside() {
        Windows windows = Windows.sliding(7, 3, 1, 1, 2, false);
        assertEquals(5, windows.count());
        assertEquals(1, windows.start(0));
        assertEquals(2, windows.step);
    }

    @Test
    void windowsThatSeeNothingAreRefused() {
        assertThrows(BadInput.class, () -> Windows.sliding(2, 2, 1, 1, 3, false));
        assertThrows(BadInput.class, () -> Windows.sliding(3, 4, 1, 0, 1, false));
    }

    @Test
    void coveringWindowsOverlapWhereTheyMust() {
        Windows windows = Windows.covering(7, 3);
        assertEquals(0, windows.start(0));
        assertEquals(3, windows.end(0));
        assertEquals(2, windows.start(1));
        assertEquals(5, windows.end(1));
        assertFalse(windows.apart());
        assertTrue(Windows.covering(6, 3).apart());
    }
}
