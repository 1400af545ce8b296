package dev.parity.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One array as {@code numpy.save} writes it, {@code .npy}.
 * <pre>
 *   \x93NUMPY  major  minor  length of header (2 bytes in version 1, 4 in versions 2 and 3, little-endian)
 *   {'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 4), }  spaces  \n
 *   the numbers
 * </pre>
 * Reads float16 to float64, int8 to int64, uint8 to uint32 and bool, of either byte order, row-major or column-major; writes
 * version 1, little-endian, row-major. Python objects are never unpickled.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
public final class Npy {
    private static final int MAGIC = 6;
    private static final int ALIGNMENT = 64;
    private static final int LONGEST_HEADER = 1 << 16;

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[.*\\])");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^()]*)\\)");
    private static final Pattern REST = Pattern.compile("\\s*\\{[\\s,]*\\}\\s*");

    /** The byte order of one-byte elements says nothing, and is written as a bar. */
    private static final Pattern SIMPLE_TYPE = Pattern.compile("'(?:[<>](?=.[248])|[|<>](?=.1))(..)'");

    private static final Map<String, Encoding> TYPES = Map.ofEntries(
            Map.entry("f8", Encoding.F64),
            Map.entry("f4", Encoding.F32),
            Map.entry("f2", Encoding.F16),
            Map.entry("i8", Encoding.I64),
            Map.entry("i4", Encoding.I32),
            Map.entry("i2", Encoding.I16),
            Map.entry("i1", Encoding.I8),
            Map.entry("u4", Encoding.U32),
            Map.entry("u2", Encoding.U16),
            Map.entry("u1", Encoding.U8),
            Map.entry("b1", Encoding.BOOL));

    private Npy() {}

    public static Tensor read(Path file) {
        try (Input in = Input.open(file)) {
            return read(in);
        }
    }

    /** Reads a stream that ends with the array's last number; the name is for messages. */
    public static Tensor read(InputStream in, String name) {
        return read(Input.of(in, name));
    }

    static Tensor read(Input in) {
        in.expect(FileKind.NPY);
        int version = in.take(MAGIC + 2, "the start of a .npy file")[MAGIC];
        if (version < 1 || version > 3) {
            throw in.bad("is a .npy file of version " + version + "; versions 1, 2 and 3 are known");
        }
        String header = new String(in.take(headerLength(in, version), "its header"), version == 3 ? UTF_8 : ISO_8859_1);
        String descr = field(in, header, DESCR);
        Shape shape = shape(in, field(in, header, SHAPE));
        boolean columns = field(in, header, ORDER).equals("True");
        requireNothingElse(in, header);
        Encoding encoding = encoding(in, descr);
        in.requireNoMore(
                encoding.bytes(shape),
                "an array of " + encoding + " with shape " + shape,
                "; ND4J writes a view so, all of the array behind it: write array.dup('c')");
        Tensor read = encoding.read(in, descr.charAt(1) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, shape);
        in.end();
        return columns && shape.rank() > 1 ? rowMajor(in, read) : read;
    }

    public static void write(Path file, Tensor tensor) {
        WholeFile.write(file, out -> write(out, tensor));
    }

    /** Writes the bytes that {@code numpy.save} would write. */
    public static void write(OutputStream out, Tensor tensor) throws IOException {
        out.write(header(tensor));
        Encoding.write(tensor, out);
    }

    /** The same for an array of uint8. */
    static void write(OutputStream out, byte[] numbers) throws IOException {
        out.write(header("|u1", Shape.of(numbers.length)));
        out.write(numbers);
    }

    /** How many bytes {@link #write} writes. */
    static long bytes(Tensor tensor) {
        return header(tensor).length + Encoding.of(tensor.dtype()).bytes(tensor.shape());
    }

    static long bytes(byte[] numbers) {
        return header("|u1", Shape.of(numbers.length)).length + numbers.length;
    }

    private static byte[] header(Tensor tensor) {
        return header(descr(tensor.dtype()), tensor.shape());
    }

    private static byte[] header(String descr, Shape shape) {
        String dict = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int start = MAGIC + 4;
        int end = (start + dict.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT; // leaves at least one byte for \n
        ByteBuffer header = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
        header.put("\u0093NUMPY\1\0".getBytes(ISO_8859_1)).putShort((short) (end - start));
        header.put((dict + " ".repeat(end - start - dict.length() - 1) + "\n").getBytes(ISO_8859_1));
        return header.array();
    }

    private static int headerLength(Input in, int version) {
        int bytes = version == 1 ? 2 : 4;
        ByteBuffer length =
                ByteBuffer.wrap(in.take(bytes, "the length of its header")).order(ByteOrder.LITTLE_ENDIAN);
        long n = version == 1 ? Short.toUnsignedLong(length.getShort()) : Integer.toUnsignedLong(length.getInt());
        if (n > LONGEST_HEADER) {
            throw in.bad("says that its header has " + n + " bytes; that of a plain array has about 120");
        }
        return (int) n;
    }

    private static String field(Input in, String header, Pattern pattern) {
        Matcher m = pattern.matcher(header);
        if (!m.find()) {
            throw notUnderstood(in, header);
        }
        return m.group(1);
    }

    /** A header with anything besides its three fields was damaged, or means something unknown here. */
    private static void requireNothingElse(Input in, String header) {
        String rest = header;
        for (Pattern field : new Pattern[] {DESCR, ORDER, SHAPE}) {
            rest = field.matcher(rest).replaceFirst("");
        }
        if (!REST.matcher(rest).matches()) {
            throw notUnderstood(in, header);
        }
    }

    private static BadInput notUnderstood(Input in, String header) {
        String start = header.strip().substring(0, Math.min(100, header.strip().length()));
        return in.bad(
                "has the header " + start + "; expected {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }");
    }

    private static Shape shape(Input in, String tuple) {
        String numbers = tuple.strip().replaceFirst("(?<=.),$", "");
        if (numbers.isEmpty()) {
            return Shape.scalar();
        }
        String[] parts = numbers.split(",", -1);
        long[] dims = new long[parts.length];
        try {
            for (int i = 0; i < dims.length; i++) {
                dims[i] = Long.parseLong(parts[i].strip().replaceFirst("L$", "")); // Python 2 wrote 3L
            }
        } catch (NumberFormatException e) {
            throw in.bad("has the shape (" + tuple + "); expected whole numbers, such as (3, 4)");
        }
        return in.shape(dims);
    }

    private static Encoding encoding(Input in, String descr) {
        Matcher simple = SIMPLE_TYPE.matcher(descr);
        if (simple.matches() && TYPES.containsKey(simple.group(1))) {
            return TYPES.get(simple.group(1));
        }
        if (descr.matches("'[|<>=]?V[12]'")) {
            boolean two = descr.contains("2");
            throw in.bad("holds raw elements of " + (two ? "two bytes" : "one byte")
                    + ", which say nothing of what they are: NumPy" + " writes " + (two ? "bfloat16" : "float8")
                    + " so; save a.astype('float32'), which loses nothing");
        }
        String found = descr.startsWith("[")
                ? "holds records"
                : descr.equals("'|O'") ? "holds Python objects, which need Python" : "holds elements of type " + descr;
        throw in.bad(found
                + "; save float16 to float64, int8 to int64, uint8 to uint32 or bool, such as a.astype('float64')");
    }

    private static String descr(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case INT64 -> "<i8";
        };
    }

    /** The array whose elements were read in column-major order. */
    private static Tensor rowMajor(Input in, Tensor columns) {
        Shape shape = columns.shape();
        int n = shape.size();
        int[] from = Heap.allocate(in.name(), (long) Integer.BYTES * n, () -> new int[n]);
        // Built from the last dimension outwards: each index of a dimension repeats what is there, a stride further.
        int filled = Math.min(1, n);
        for (int d = shape.rank() - 1; d >= 0 && n > 0; d--) {
            int stride = shape.size(0, d);
            for (int k = 1; k < shape.dim(d); k++) {
                for (int j = 0; j < filled; j++) {
                    from[k * filled + j] = from[j] + k * stride;
                }
            }
            filled *= shape.dim(d);
        }
        return Heap.allocate(in.name(), (long) columns.dtype().bytes() * n, () -> columns.gather(shape, i -> from[i]));
    }
}
