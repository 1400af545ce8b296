package dev.parity.cli;

import dev.parity.tensor.Printable;
import java.io.PrintWriter;
import java.util.function.IntConsumer;

/** One line on stderr that counts the steps of a long run, while stderr is a terminal; wiped when the run ends. */
final class Progress implements IntConsumer, AutoCloseable {
    private static final long FIRST = 1_000_000_000L;
    private static final long EVERY = 200_000_000L;

    private final PrintWriter err;
    private final String name;
    private final int steps;
    private final boolean shown;
    private final long began = System.nanoTime();
    private long last = began + FIRST - EVERY;
    private boolean drawn;

    Progress(PrintWriter err, String name, int steps, boolean shown) {
        this.err = err;
        this.name = Printable.line(name);
        this.steps = steps;
        this.shown = shown;
    }

    /** Progress of a run; silent unless this process has a terminal. */
    static Progress of(PrintWriter err, String name, int steps) {
        return new Progress(err, name, steps, System.console() != null);
    }

    @Override
    public void accept(int step) {
        long now = System.nanoTime();
        if (shown && now - last >= EVERY) {
            last = now;
            drawn = true;
            err.print("\r\033[K" + name + ": step " + step + " of " + steps);
            err.flush();
        }
    }

    @Override
    public void close() {
        if (drawn) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
