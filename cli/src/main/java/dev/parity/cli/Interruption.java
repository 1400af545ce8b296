package dev.parity.cli;

import dev.parity.engine.Natives;
import dev.parity.tensor.Unfinished;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * Ends a run that is told to stop (Ctrl-C, {@code kill}, a closed terminal) with {@link Exit#INCONCLUSIVE}: what was
 * not compared neither agrees nor diverges. Java's own code would be 130 or 143.
 *
 * <p>The process is left rather than wound up, since native libraries may be in the middle of a sum. Files that are being written have
 * temporary names until they are whole, and go. Programs that were started are stopped too.
 */
final class Interruption extends Thread {
    private final PrintWriter err;
    private volatile boolean done;

    private Interruption(OutputStream err) {
        super("interruption");
        this.err = new PrintWriter(new Terminal(err), true);
    }

    static Interruption watch(OutputStream err) {
        Interruption hook = new Interruption(err);
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /** The run ended by itself; its own exit code stands. */
    void done() {
        done = true;
    }

    @Override
    public void run() {
        if (done) {
            return;
        }
        try {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
            Unfinished.removeAll();
            err.println("parity: interrupted");
        } finally { // whatever fails on the way out
            Natives.leave(Exit.INCONCLUSIVE);
        }
    }
}
