package dev.parity.spec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder of files that are not what a spec hopes for, with one beside it that a spec must not read. */
final class BadFolder {
    private BadFolder() {}

    static Path in(Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("specs"));
        byte[] labels = npy(0, 1, 2, 0, 1, 3);
        Files.write(parent.resolve("outside.npy"), labels);
        Files.write(folder.resolve("labels.npy"), labels);
        Files.write(folder.resolve("short.npy"), Arrays.copyOf(labels, labels.length - 5));
        Files.write(folder.resolve("empty.npy"), new byte[0]);
        Files.write(folder.resolve("image.npy"), new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0});
        Files.writeString(
                folder.resolve("pointer.npy"), "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        Files.writeString(folder.resolve("numbers.csv"), "1,2\n3,4\n");
        Files.writeString(folder.resolve("ragged.csv"), "1,2\n3\n");
        Files.writeString(folder.resolve("words.csv"), "1,2\n3,four\n");
        Files.createDirectory(folder.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link.npy"), parent.resolve("outside.npy"));
        try (OutputStream out = Files.newOutputStream(folder.resolve("two.npz"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"w1.npy", "w2.npy"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(labels);
                zip.closeEntry();
            }
        }
        return folder;
    }

    /** A vector of int64, as {@code numpy.save} writes it. */
    private static byte[] npy(long... numbers) {
        String header = "{'descr': '<i8', 'fortran_order': False, 'shape': (" + numbers.length + ",), }";
        ByteBuffer file = ByteBuffer.allocate(128 + 8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        file.putShort((short) 118).put(header.getBytes(StandardCharsets.US_ASCII));
        while (file.position() < 127) {
            file.put((byte) ' ');
        }
        file.put((byte) '\n');
        for (long number : numbers) {
            file.putLong(number);
        }
        return file.array();
    }
}
