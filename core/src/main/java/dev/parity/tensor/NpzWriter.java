package dev.parity.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an {@code .npz} array by array, so that a long run need not be in memory at once. The file appears with
 * {@link #commit}; closed without it, nothing is left behind. The same arrays give the same bytes.
 */
public final class NpzWriter implements AutoCloseable {
    /** The first date that a zip archive can hold, and the one that NumPy writes. */
    private static final LocalDateTime NO_CLOCK = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path file;
    private final WholeFile whole;
    private final ZipOutputStream zip;

    public NpzWriter(Path file) {
        this.file = file;
        this.whole = new WholeFile(file);
        this.zip = new ZipOutputStream(whole.out());
    }

    /** Adds an array; a name is given once. */
    public void put(String name, Tensor tensor) {
        put(name, Npy.bytes(tensor), out -> Npy.write(out, tensor));
    }

    /** Adds an array of uint8, such as a text's bytes. */
    public void put(String name, byte[] numbers) {
        put(name, Npy.bytes(numbers), out -> Npy.write(out, numbers));
    }

    private void put(String name, long size, WholeFile.Content array) {
        try {
            // A stored entry states its checksum before its bytes. Encoding twice costs less than a copy in memory.
            CheckedOutputStream sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
            array.writeTo(sum);
            ZipEntry entry = new ZipEntry(name + ".npy");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(size);
            entry.setCrc(sum.getChecksum().getValue());
            entry.setTimeLocal(NO_CLOCK);
            zip.putNextEntry(entry);
            array.writeTo(zip);
            zip.closeEntry();
        } catch (IOException e) {
            throw new Unwritable(file, e);
        }
    }

    public void commit() {
        try {
            zip.close(); // not just finished: its deflater holds native memory
        } catch (IOException e) {
            throw new Unwritable(file, e);
        }
        whole.commit();
    }

    @Override
    public void close() {
        whole.close();
    }
}
