package dev.parity.cli;

import java.io.PrintStream;

/**
 * Ends a run that is told to stop (Ctrl-C, {@code kill}, a closed terminal) with {@link Exit#INCONCLUSIVE}: what was
 * not compared neither agrees nor diverges. Java's own code would be 130 or 143.
 *
 * <p>The process is halted rather than wound up, since native libraries may be in the middle of a sum. Nothing is
 * lost: files are written under a temporary name and renamed when whole. Programs that were started are stopped too.
 */
final class Interruption extends Thread {
    private final PrintStream err;
    private volatile boolean done;

    private Interruption(PrintStream err) {
        super("interruption");
        this.err = err;
    }

    static Interruption watch(PrintStream err) {
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
        if (!done) {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
            err.println("parity: interrupted");
            err.flush();
            Runtime.getRuntime().halt(Exit.INCONCLUSIVE);
        }
    }
}
