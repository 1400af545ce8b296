package dev.parity.cli;

import dev.parity.tensor.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard output or standard error: all that this program says goes through here, and only what {@link Printable} lets through, besides
 * the ends of lines, tabs, and the sequences by which this program itself colours a word or wipes its line.
 *
 * <p>What cannot be written is remembered, so that a report that nobody could read does not end in 0. A reader who has seen enough
 * ({@code parity list layers | head}) is no failure.
 */
final class Terminal extends Writer {
    private static final Pattern OURS = Pattern.compile("\u001b\\[[0-9;]{0,8}m|\r\u001b\\[K|\r\n");

    private static final String READER_LEFT = "Broken pipe";

    private final OutputStream out;
    private final StringBuilder pending = new StringBuilder();
    private Optional<IOException> failure = Optional.empty();

    Terminal(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(char[] text, int from, int count) {
        synchronized (lock) {
            pending.append(text, from, count);
        }
    }

    @Override
    public void flush() {
        synchronized (lock) {
            String text = clean(pending);
            pending.setLength(0);
            try {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
    }

    /** Why something that was said did not arrive. */
    Optional<String> failure() {
        return failure.map(IOException::getMessage).filter(why -> !why.equals(READER_LEFT));
    }

    private static String clean(CharSequence text) {
        StringBuilder clean = new StringBuilder();
        Matcher ours = OURS.matcher(text);
        int from = 0;
        while (ours.find()) {
            clean.append(Printable.lines(text.subSequence(from, ours.start()).toString()));
            clean.append(ours.group());
            from = ours.end();
        }
        return clean.append(
                        Printable.lines(text.subSequence(from, text.length()).toString()))
                .toString();
    }

    @Override
    public void close() {
        flush();
    }
}
