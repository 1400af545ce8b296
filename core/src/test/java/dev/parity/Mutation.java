package dev.parity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** What may befall a file of arrays, by chance or by a program that writes it wrongly: bytes in, other bytes out. */
enum Mutation {
    /** One to four bits or bytes are others. */
    FLIPPED {
        @Override
        byte[] of(byte[] file, Random random) {
            byte[] bytes = file.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(bytes.length);
                bytes[at] =
                        random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
            }
            return bytes;
        }
    },
    /** The end is missing. */
    CUT {
        @Override
        byte[] of(byte[] file, Random random) {
            return Arrays.copyOf(file, random.nextInt(file.length));
        }
    },
    /** Some bytes are missing, or there twice, in the middle. */
    SHIFTED {
        @Override
        byte[] of(byte[] file, Random random) {
            int at = random.nextInt(file.length);
            int count = 1 + random.nextInt(16);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(file, 0, at);
            int next = random.nextBoolean() ? Math.max(0, at - count) : Math.min(file.length, at + count);
            out.write(file, next, file.length - next);
            return out.toByteArray();
        }
    },
    /** Two stretches have changed places. */
    SWAPPED {
        @Override
        byte[] of(byte[] file, Random random) {
            byte[] bytes = file.clone();
            int count = 1 + random.nextInt(Math.min(64, file.length / 4));
            int a = random.nextInt(file.length - count);
            int b = random.nextInt(file.length - count);
            System.arraycopy(file, a, bytes, b, count);
            System.arraycopy(file, b, bytes, a, count);
            return bytes;
        }
    },
    /** A number that says how long something is says something else. */
    LENGTH {
        @Override
        byte[] of(byte[] file, Random random) {
            byte[] bytes = file.clone();
            int at = isZip(file) ? 18 + random.nextInt(12) : random.nextInt(8);
            if (isZip(file) && random.nextBoolean()) { // in the directory at the end
                at = file.length - 1 - random.nextInt(Math.min(file.length, 200));
            }
            bytes[at] = (byte) random.nextInt();
            return bytes;
        }
    },
    /** A digit is another: a dimension, an offset, a step. */
    DIGIT {
        @Override
        byte[] of(byte[] file, Random random) {
            byte[] bytes = file.clone();
            List<Integer> digits = new ArrayList<>();
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] >= '0' && bytes[i] <= '9') {
                    digits.add(i);
                }
            }
            bytes[digits.get(random.nextInt(digits.size()))] = (byte) ('0' + random.nextInt(10));
            return bytes;
        }
    };

    abstract byte[] of(byte[] file, Random random);

    private static boolean isZip(byte[] file) {
        return file[0] == 'P';
    }

    /** A mutation of a file; half of the time of its arrays alone, and in an archive under a checksum that is right. */
    static byte[] any(byte[] file, Random random) throws IOException {
        Mutation mutation = values()[random.nextInt(values().length)];
        if (random.nextBoolean()) {
            return mutation.of(file, random);
        }
        return isZip(file) ? entry(mutation, file, random) : numbers(file, random);
    }

    /** What follows the header of a safetensors file, whose first eight bytes are its length. */
    private static byte[] numbers(byte[] file, Random random) {
        int from = 8 + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] numbers = Arrays.copyOfRange(file, from, file.length);
        byte[] bytes = file.clone();
        byte[] others = (random.nextBoolean() ? FLIPPED : SWAPPED).of(numbers, random);
        System.arraycopy(others, 0, bytes, from, others.length);
        return bytes;
    }

    private static byte[] entry(Mutation mutation, byte[] file, Random random) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        List<String> names = List.copyOf(entries.keySet());
        String one = names.get(random.nextInt(names.size()));
        if (random.nextInt(4) == 0) { // two arrays under each other's name
            String other = names.get(random.nextInt(names.size()));
            byte[] of = entries.get(one);
            entries.put(one, entries.get(other));
            entries.put(other, of);
        } else {
            entries.computeIfPresent(one, (name, array) -> mutation.of(array, random));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }
}
