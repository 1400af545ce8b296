package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class HeapTest {
    @Test
    void allocatesWhatThereIsRoomFor() {
        assertArrayEquals(new int[3], Heap.allocate("a.npy", 12, () -> new int[3]));
    }

    @Test
    void refusesWhatJavaMayNotUseWithoutTrying() {
        long most = Runtime.getRuntime().maxMemory();
        BadInput e = assertThrows(BadInput.class, () -> Heap.allocate("a.npy", most, () -> fail("it tried")));
        assertTrue(e.getMessage().matches("a\\.npy: needs [0-9.]+ MB of memory, but Java has .*-Xmx"), e.getMessage());
    }

    @Test
    void refusesWhatIsNotFree() {
        assertThrows(
                BadInput.class,
                () -> Heap.allocate("a.npy", 1, () -> {
                    throw new OutOfMemoryError();
                }));
    }
}
