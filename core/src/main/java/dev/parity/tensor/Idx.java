package dev.parity.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * One array in the IDX format of the MNIST files, plain or packed by gzip, which is told by the first bytes and not
 * by the name.
 * <pre>
 *   0  0  type  number of dimensions      one byte each
 *   each dimension                        4 bytes
 *   the numbers, row by row, big-endian   type 8 uint8, 9 int8, 11 int16, 12 int32, 13 float32, 14 float64
 * </pre>
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">the format, at the foot of that page</a>
 */
public final class Idx {
    private Idx() {}

    public static Tensor read(Path file) {
        try (Input in = Input.open(file)) {
            return FileKind.of(in.peek()) == FileKind.GZIP ? read(in.gunzip()) : read(in);
        }
    }

    private static Tensor read(Input in) {
        in.expect(FileKind.IDX);
        byte[] magic = in.take(4, "the start of an IDX file");
        Encoding encoding = encoding(in, magic[2]);
        int rank = Byte.toUnsignedInt(magic[3]);
        ByteBuffer sizes = ByteBuffer.wrap(in.take(Integer.BYTES * rank, "its list of " + rank + " dimensions"));
        long[] dims = new long[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = Integer.toUnsignedLong(sizes.getInt());
        }
        Shape shape = in.shape(dims);
        in.requireNoMore(encoding.bytes(shape), "an array of " + encoding + " with shape " + shape);
        Tensor tensor = encoding.read(in, ByteOrder.BIG_ENDIAN, shape);
        in.end();
        return tensor;
    }

    private static Encoding encoding(Input in, int type) {
        return switch (type) {
            case 0x08 -> Encoding.U8;
            case 0x09 -> Encoding.I8;
            case 0x0B -> Encoding.I16;
            case 0x0C -> Encoding.I32;
            case 0x0D -> Encoding.F32;
            case 0x0E -> Encoding.F64;
            default -> throw in.bad("is an IDX file of element type " + type + "; 8, 9, 11, 12, 13 and 14 are known");
        };
    }
}
