package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstFewTest {
    @Test
    void namesTheFirstAndCountsTheRest() {
        assertEquals("", FirstFew.of(List.of(), 2));
        assertEquals("a", FirstFew.of(List.of("a"), 2));
        assertEquals("a, b", FirstFew.of(List.of("a", "b"), 2));
        assertEquals("a, b and 1 more", FirstFew.of(List.of("a", "b", "c"), 2));
        assertEquals("a, a and 1,234 more", FirstFew.of(Collections.nCopies(1236, "a"), 2));
    }
}
