package dev.parity.tensor;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of one file, or of one entry of an archive, from front to back. Whatever is wrong with them is a
 * {@link BadInput} that begins with the file's name.
 */
final class Input implements Closeable {
    /** Deflate cannot pack more bytes than this into one, so a packed size bounds the unpacked one. */
    static final long DEFLATE_RATIO = 1032;

    private static final int BUFFER = 1 << 16;

    private final BufferedInputStream in;
    private final String name;
    private final long most;
    private final boolean exact;
    private long at;

    private Input(InputStream in, String name, long most, boolean exact) {
        // An archive may hold very many small arrays: no buffer is longer than what it buffers.
        this.in = new BufferedInputStream(in, (int) Math.max(FileKind.HEAD, Math.min(BUFFER, most)));
        this.name = name;
        this.most = most;
        this.exact = exact;
    }

    static Input open(Path file) {
        requireFile(file);
        try {
            long length = Files.size(file);
            return new Input(Files.newInputStream(file), file.toString(), length, true);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Bytes of which it is not known how many there are. */
    static Input of(InputStream in, String name) {
        return new Input(in, name, Long.MAX_VALUE, false);
    }

    static Input of(InputStream in, String name, long length) {
        return new Input(in, name, length, true);
    }

    /** What these bytes hold when unpacked. */
    Input gunzip() {
        try {
            return new Input(new GZIPInputStream(in, BUFFER), name, DEFLATE_RATIO * left(), false);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Refuses what is not a readable file: nothing there, a folder, a device. */
    static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new BadInput(file + ": is a folder; name a file in it");
        } else if (!Files.exists(file)) {
            throw new BadInput(file + ": there is no such file" + Nearest.hint(lastName(file), siblings(file)));
        } else if (!Files.isRegularFile(file)) {
            throw new BadInput(file + ": is not a file but a device or a pipe; save the numbers to a file first");
        }
    }

    static BadInput unreadable(Path file, IOException e) {
        boolean denied = !Files.isReadable(file);
        return new BadInput(file + ": cannot be read: " + (denied ? "permission denied" : e.getMessage()), e);
    }

    /** For readers that take characters; {@link #left} does not follow them. */
    InputStream stream() {
        return in;
    }

    String name() {
        return name;
    }

    /** The bytes still to come; if their number is not known, what it cannot exceed. */
    long left() {
        return most - at;
    }

    /** The first bytes still to come, without taking them. */
    byte[] peek() {
        try {
            in.mark(FileKind.HEAD);
            byte[] head = in.readNBytes(FileKind.HEAD);
            in.reset();
            return head;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Refuses bytes that do not begin as they should, and says what they look like. */
    void expect(FileKind kind) {
        byte[] head = peek();
        FileKind found = FileKind.of(head);
        if (found != kind) {
            String start = HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(head.length, 8));
            throw bad("is not " + kind + "; it looks like " + found
                    + (found == FileKind.BINARY ? ", beginning with bytes " + start : ""));
        }
    }

    /** Exactly so many bytes. */
    byte[] take(int count, String what) {
        requireLeft(count, what);
        try {
            byte[] bytes = in.readNBytes(count);
            at += bytes.length;
            if (bytes.length < count) {
                throw cutShort(bytes.length, count, what);
            }
            return bytes;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Fills a buffer up to its limit, from its start. */
    void take(ByteBuffer buffer, String what) {
        try {
            int found = in.readNBytes(buffer.array(), 0, buffer.limit());
            at += found;
            if (found < buffer.limit()) {
                throw cutShort(found, buffer.limit(), what);
            }
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    void skip(long count) {
        try {
            in.skipNBytes(count);
            at += count;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    void requireLeft(long count, String what) {
        if (left() < count) {
            throw cutShort(left(), count, what);
        }
    }

    /** Refuses bytes after the last that belongs to the array, where that can be known beforehand. */
    void requireNoMore(long count, String what) {
        requireNoMore(count, what, "");
    }

    /** @param why more may follow, and what to do */
    void requireNoMore(long count, String what, String why) {
        if (exact && left() > count) {
            throw bad(what + " is " + count + " bytes, but " + left() + " bytes follow" + why);
        }
    }

    /** Refuses bytes after the last that was taken. Reading to the end also lets checksums be checked. */
    void end() {
        try {
            if (in.read() >= 0) {
                throw bad("goes on after its last number; one array was expected");
            }
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** The shape that a header gives, refused if no array can have it. */
    Shape shape(long... dims) {
        int[] sizes = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
                throw bad("its header says shape " + Arrays.toString(dims)
                        + "; a dimension is a number from 0 to 2^31-1");
            }
            sizes[i] = (int) dims[i];
        }
        try {
            return Shape.of(sizes);
        } catch (BadInput e) {
            throw e.at(name);
        }
    }

    /** The refusal of these bytes. */
    BadInput bad(String message) {
        return new BadInput(name + ": " + message);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private BadInput cutShort(long found, long expected, String what) {
        return bad("is cut short: " + what + " is " + expected + " bytes, but only " + found + " are left");
    }

    BadInput damaged(IOException e) {
        return new BadInput(name + ": is damaged or cut short: " + e.getMessage(), e);
    }

    private static String lastName(Path file) {
        return file.getFileName() == null ? "" : file.getFileName().toString();
    }

    private static Set<String> siblings(Path file) {
        try (Stream<Path> entries = Files.list(file.toAbsolutePath().getParent())) {
            return entries.map(Input::lastName).collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of(); // no folder, so nothing to suggest
        }
    }
}
