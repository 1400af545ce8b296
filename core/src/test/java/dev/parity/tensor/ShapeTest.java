package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void printsAsPyTorchDoes() {
        assertEquals("()", Shape.scalar().toString());
        assertEquals("(3,)", Shape.of(3).toString());
        assertEquals("(16, 100)", Shape.of(16, 100).toString());
    }

    @Test
    void countsElements() {
        assertEquals(1, Shape.scalar().size());
        assertEquals(24, Shape.of(2, 3, 4).size());
        assertEquals(0, Shape.of(2, 0, 4).size());
        assertEquals(12, Shape.of(2, 3, 4).size(1, 3));
        assertEquals(1, Shape.of(2, 3, 4).size(1, 1));
    }

    @Test
    void countsDimensionsFromEitherEnd() {
        Shape shape = Shape.of(2, 3, 4);
        assertEquals(3, shape.rank());
        assertEquals(2, shape.dim(0));
        assertEquals(4, shape.dim(-1));
        assertEquals(Shape.of(2, 3, 9), shape.with(-1, 9));
        assertEquals(Shape.of(9, 3, 4), shape.with(0, 9));
    }

    @Test
    void findsTheCoordinatesOfAnOffset() {
        Shape shape = Shape.of(2, 3, 4);
        assertArrayEquals(new int[] {0, 0, 0}, shape.index(0));
        assertArrayEquals(new int[] {1, 2, 3}, shape.index(23));
        assertArrayEquals(new int[] {1, 0, 2}, shape.index(14));
        assertArrayEquals(new int[0], Shape.scalar().index(0));
    }

    @Test
    void isAValueAndOwnsItsDimensions() {
        int[] dims = {2, 3};
        Shape shape = Shape.of(dims);
        dims[0] = 7;
        shape.dims()[1] = 7;
        assertEquals(Shape.of(2, 3), shape);
        assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
        assertNotEquals(Shape.of(3, 2), shape);
    }

    @Test
    void refusesWhatNoArrayCanBe() {
        assertTrue(
                assertThrows(BadInput.class, () -> Shape.of(2, -1)).getMessage().contains("(2, -1)"));
        assertTrue(assertThrows(BadInput.class, () -> Shape.of(65536, 32768))
                .getMessage()
                .contains("(65536, 32768)"));
        assertThrows(BadInput.class, () -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE).size());
    }
}
