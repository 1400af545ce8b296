package dev.parity.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How numbers lie in files. What a {@link Tensor} does not have is widened to what it has: both half precisions to
 * float32, small integers and truth values to int64, all exactly.
 */
enum Encoding {
    F64(8, DType.FLOAT64),
    F32(4, DType.FLOAT32),
    F16(2, DType.FLOAT32),
    BF16(2, DType.FLOAT32),
    I64(8, DType.INT64),
    I32(4, DType.INT64),
    I16(2, DType.INT64),
    I8(1, DType.INT64),
    U32(4, DType.INT64),
    U16(2, DType.INT64),
    U8(1, DType.INT64),
    BOOL(1, DType.INT64);

    /** Bytes converted at a time: a multiple of every width, small enough to stay in the cache. */
    private static final int CHUNK = 1 << 16;

    private final int bytes;
    private final DType dtype;

    Encoding(int bytes, DType dtype) {
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /** The encoding in which numbers of this type are written. */
    static Encoding of(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> F64;
            case FLOAT32 -> F32;
            case INT64 -> I64;
        };
    }

    /** The bytes that an array takes. */
    long bytes(Shape shape) {
        return (long) bytes * shape.size();
    }

    /** Reads an array, row by row, having checked that the input holds it and that memory does. */
    Tensor read(Input in, ByteOrder order, Shape shape) {
        int n = shape.size();
        String what = "an array of " + this + " with shape " + shape;
        in.requireLeft(bytes(shape), what);
        long needed = (long) dtype.bytes() * n;
        switch (dtype) {
            case FLOAT64 -> {
                double[] a = Heap.allocate(in.name(), needed, () -> new double[n]);
                inChunks(in, order, n, what, (buffer, at, count) -> buffer.asDoubleBuffer()
                        .get(a, at, count));
                return Tensor.of(shape, a);
            }
            case FLOAT32 -> {
                float[] a = Heap.allocate(in.name(), needed, () -> new float[n]);
                inChunks(in, order, n, what, (buffer, at, count) -> floats(buffer, a, at, count));
                return bytes < Float.BYTES ? Tensor.halves(shape, a) : Tensor.of(shape, a);
            }
            default -> {
                long[] a = Heap.allocate(in.name(), needed, () -> new long[n]);
                inChunks(in, order, n, what, (buffer, at, count) -> longs(buffer, a, at, count));
                return Tensor.of(shape, a);
            }
        }
    }

    /** Writes an array row by row, little-endian. */
    static void write(Tensor tensor, OutputStream out) throws IOException {
        int width = tensor.dtype().bytes();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, (long) width * tensor.size()));
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < tensor.size(); at += CHUNK / width) {
            tensor.copyTo(buffer.clear(), at, Math.min(CHUNK / width, tensor.size() - at));
            out.write(buffer.array(), 0, buffer.position());
        }
    }

    private void inChunks(Input in, ByteOrder order, int n, String what, Chunk chunk) {
        ByteBuffer buffer =
                ByteBuffer.allocate((int) Math.min(CHUNK, (long) bytes * n)).order(order);
        int step = CHUNK / bytes;
        for (long at = 0; at < n; at += step) {
            int count = (int) Math.min(step, n - at);
            in.take(buffer.clear().limit(count * bytes), what);
            chunk.convert(buffer, (int) at, count);
        }
    }

    private void floats(ByteBuffer in, float[] a, int at, int count) {
        switch (this) {
            case F32 -> in.asFloatBuffer().get(a, at, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = half(in.getShort(2 * i));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = Float.intBitsToFloat(in.getShort(2 * i) << 16); // bfloat16 is float32's upper half
                }
            }
        }
    }

    private void longs(ByteBuffer in, long[] a, int at, int count) {
        switch (this) {
            case I64 -> in.asLongBuffer().get(a, at, count);
            case I32 -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = in.getInt(4 * i);
                }
            }
            case I16 -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = in.getShort(2 * i);
                }
            }
            case I8 -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = in.get(i);
                }
            }
            case U32 -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = Integer.toUnsignedLong(in.getInt(4 * i));
                }
            }
            case U16 -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = Short.toUnsignedLong(in.getShort(2 * i));
                }
            }
            case U8 -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = in.get(i) & 0xff;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    a[at + i] = in.get(i) == 0 ? 0 : 1;
                }
            }
        }
    }

    /** IEEE half precision: a sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    private static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float subnormal = fraction * 0x1p-24f;
            return sign == 0 ? subnormal : -subnormal;
        }
        int widened = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
    }

    private interface Chunk {
        void convert(ByteBuffer bytes, int at, int count);
    }
}
