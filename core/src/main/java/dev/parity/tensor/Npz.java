package dev.parity.tensor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Arrays by name as {@code numpy.savez} and {@code numpy.savez_compressed} write them, {@code .npz}: a zip archive,
 * also a large one (zip64), in which the array {@code a} is the entry {@code a.npy}. Entries of other kinds are not
 * arrays and are passed over. Checksums are verified, so a damaged number is never taken for a computed one.
 */
public final class Npz extends Archive {
    private static final String SUFFIX = ".npy";

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    private Npz(Path file) {
        super(file);
        try (Input in = Input.open(file)) {
            in.expect(FileKind.ZIP);
        }
        try {
            this.zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** Opens an archive; until it is closed, its arrays can be read in any order. */
    public static Npz read(Path file) {
        Npz npz = new Npz(file);
        try {
            npz.list();
            return npz;
        } catch (RuntimeException e) {
            npz.close();
            throw e;
        }
    }

    public static void write(Path file, Map<String, Tensor> arrays) {
        try (NpzWriter writer = new NpzWriter(file)) {
            arrays.forEach(writer::put);
            writer.commit();
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    @Override
    Tensor read(String name) {
        ZipEntry entry = entries.get(name);
        String place = file + ": \"" + name + "\"";
        if (entry.getSize() > Input.DEFLATE_RATIO * Math.max(1, entry.getCompressedSize())) {
            throw new BadInput(place + ": is damaged: " + entry.getCompressedSize() + " bytes cannot unpack to the "
                    + entry.getSize() + " that the archive promises");
        }
        CRC32 crc = new CRC32();
        try (Input in = Input.of(new CheckedInputStream(zip.getInputStream(entry), crc), place, entry.getSize())) {
            Tensor tensor = Npy.read(in);
            if (crc.getValue() != entry.getCrc()) {
                throw in.bad("is damaged: its checksum is not the one that the archive gives");
            }
            return tensor;
        } catch (IOException e) {
            throw new BadInput(place + ": is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private void list() {
        try {
            zip.stream().filter(e -> e.getName().endsWith(SUFFIX)).forEach(this::add);
        } catch (IllegalArgumentException e) {
            throw new BadInput(file + ": is damaged: an entry's name is not UTF-8", e);
        }
        if (entries.isEmpty() && zip.size() > 0) {
            boolean torch = zip.stream().anyMatch(e -> e.getName().endsWith("/data.pkl"));
            throw new BadInput(file + ": is a zip archive without a single .npy in it"
                    + (torch ? "; it looks like a PyTorch checkpoint: save its tensors with numpy.savez" : ""));
        }
    }

    private void add(ZipEntry entry) {
        String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
        if (entries.putIfAbsent(name, entry) != null) {
            throw new BadInput(file + ": holds two arrays named \"" + name + "\"");
        }
    }

    private BadInput damaged(IOException e) {
        return new BadInput(file + ": is not a zip archive that can be read: " + e.getMessage(), e);
    }
}
