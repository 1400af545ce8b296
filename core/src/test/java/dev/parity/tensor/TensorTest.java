package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    private static final Shape PAIR = Shape.of(2);

    @ParameterizedTest
    @EnumSource
    void fillsReshapesGathersAndCopiesInEveryType(DType dtype) {
        Tensor t = Tensor.fill(dtype, Shape.of(2, 3), i -> 10 * i);
        assertEquals(dtype, t.dtype());
        assertEquals(dtype + "(2, 3)", t.toString());
        assertArrayEquals(new double[] {0, 10, 20, 30, 40, 50}, t.doubles());
        assertArrayEquals(new float[] {0, 10, 20, 30, 40, 50}, t.floats());
        assertArrayEquals(new long[] {0, 10, 20, 30, 40, 50}, t.longs());
        assertEquals(50, t.get(5));
        assertEquals(50, t.getLong(5));

        Tensor reshaped = t.reshape(Shape.of(3, 2));
        assertEquals(Shape.of(3, 2), reshaped.shape());
        assertEquals(dtype, reshaped.dtype());
        assertArrayEquals(t.doubles(), reshaped.doubles());
        assertThrows(IllegalArgumentException.class, () -> t.reshape(Shape.of(4)));

        Tensor transposed = t.gather(Shape.of(3, 2), i -> i % 2 * 3 + i / 2);
        assertEquals(dtype, transposed.dtype());
        assertArrayEquals(new double[] {0, 30, 10, 40, 20, 50}, transposed.doubles());

        ByteBuffer bytes = ByteBuffer.allocate(3 * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(dtype.bytes());
        t.copyTo(bytes, 4, 2);
        assertEquals(3 * dtype.bytes(), bytes.position());
        int last = 2 * dtype.bytes();
        assertEquals(
                50,
                switch (dtype) {
                    case FLOAT32 -> bytes.getFloat(last);
                    case FLOAT64 -> bytes.getDouble(last);
                    case INT64 -> bytes.getLong(last);
                });
    }

    @Test
    void roundsWhenCastAndOnlyThen() {
        Tensor t = Tensor.of(PAIR, 0.1, 1e300);
        assertSame(t, t.to(DType.FLOAT64));
        assertTrue(t.to(DType.FLOAT32).sameBits(Tensor.of(PAIR, 0.1f, Float.POSITIVE_INFINITY)));
        assertTrue(Tensor.of(PAIR, -1.9, 2.9).to(DType.INT64).sameBits(Tensor.of(PAIR, -1L, 2L)));
        assertEquals(Long.MAX_VALUE, Tensor.of(PAIR, 0, Long.MAX_VALUE).getLong(1));
    }

    @Test
    void sameBitsLooksAtTypeShapeAndSignOfZero() {
        Tensor t = Tensor.of(PAIR, 0.0, Double.NaN);
        assertTrue(t.sameBits(Tensor.of(PAIR, 0.0, Double.NaN)));
        assertFalse(t.sameBits(Tensor.of(PAIR, -0.0, Double.NaN)));
        assertFalse(t.sameBits(t.reshape(Shape.of(2, 1))));
        assertFalse(t.sameBits(t.to(DType.FLOAT32)));
    }

    @Test
    void handsOutCopies() {
        Tensor t = Tensor.of(PAIR, 1.0, 2.0);
        t.doubles()[0] = 7;
        assertEquals(1, t.get(0));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(PAIR, 1.0));
        assertEquals(3, Tensor.scalar(3).get(0));
    }
}
