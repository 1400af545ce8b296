package dev.parity.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What a file looks like from its first bytes, whatever its name says; for choosing a reader and for messages. */
enum FileKind {
    EMPTY("an empty file"),
    NPY("a NumPy array (.npy)"),
    ZIP("a zip archive (as .npz is)"),
    SAFETENSORS("a safetensors file"),
    GZIP("a gzip file"),
    IDX("an IDX file"),
    HDF5("an HDF5 file"),
    PICKLE("a Python pickle"),
    GIT_LFS("a Git LFS pointer, which stands for a file that was not fetched (git lfs pull)"),
    WEB_PAGE("a web page"),
    JSON("JSON text"),
    UTF_16("UTF-16 text"),
    TEXT("text"),
    BINARY("binary data of no kind known here");

    /** How many of a file's first bytes {@link #of} wants to see. */
    static final int HEAD = 512;

    private final String words;

    FileKind(String words) {
        this.words = words;
    }

    static FileKind of(byte[] head) {
        String s = new String(head, ISO_8859_1);
        if (s.isEmpty()) {
            return EMPTY;
        } else if (s.startsWith("\u0093NUMPY")) {
            return NPY;
        } else if (s.startsWith("PK\3\4") || s.startsWith("PK\5\6")) {
            return ZIP;
        } else if (s.startsWith("\0\0\0\0{", 4)) {
            return SAFETENSORS; // a little-endian header length below 4 GiB, then the header's brace
        } else if (s.startsWith("\u001f\u008b")) {
            return GZIP;
        } else if (s.startsWith("\0\0") && s.length() > 3 && s.charAt(2) >= 8 && s.charAt(2) <= 14 && s.charAt(3) > 0) {
            return IDX;
        } else if (s.startsWith("\u0089HDF")) {
            return HDF5;
        } else if (s.length() > 1 && s.charAt(0) == 0x80 && s.charAt(1) <= 5) {
            return PICKLE;
        } else if (s.startsWith("version https://git-lfs")) {
            return GIT_LFS;
        } else if (s.startsWith("\u00ff\u00fe") || s.startsWith("\u00fe\u00ff")) {
            return UTF_16;
        } else if (s.chars().anyMatch(c -> c < ' ' && "\t\n\f\r".indexOf(c) < 0) || (head[0] & 0xc0) == 0x80) {
            return BINARY; // control characters, or a beginning in the middle of a UTF-8 character
        }
        return switch (s.stripLeading().isEmpty() ? ' ' : s.stripLeading().charAt(0)) {
            case '<' -> WEB_PAGE;
            case '{', '[' -> JSON;
            default -> TEXT;
        };
    }

    /** The kind in words that fit after "it looks like". */
    @Override
    public String toString() {
        return words;
    }
}
