package dev.parity.run;

import dev.parity.engine.Engine;
import dev.parity.graph.Batch;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Trace;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An engine on a thread of its own, opened, run and closed there: libtorch keeps its modes by thread, and the two
 * sides compute, and load their libraries, at the same time.
 */
public final class Worker implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread t = new Thread(task, "engine");
        t.setDaemon(true);
        return t;
    });
    private final Future<Engine> opened;
    private Future<Trace> step;
    private long nanos;

    public Worker(Callable<Engine> open) {
        this.opened = thread.submit(open);
    }

    public Engine engine() {
        return await(opened);
    }

    /** Starts a step. */
    public void begin(Batch batch) {
        step = thread.submit(() -> {
            Engine engine = opened.get();
            long began = System.nanoTime();
            Trace trace = engine.step(batch);
            nanos += System.nanoTime() - began;
            return trace;
        });
    }

    /** Waits for the step that was started. */
    public Trace finish() {
        return await(step);
    }

    /** Spent in steps so far. */
    public double seconds() {
        return nanos / 1e9;
    }

    /** A trace of this side, taken at the elements that the other side computed. */
    public Trace like(Worker other, Trace trace) {
        var samples = other.engine().samples();
        if (samples.isEmpty()) {
            return trace;
        }
        Trace sampled = new Trace();
        trace.forEach((site, array) -> {
            int[] elements = site.phase() == Phase.GRADIENT ? samples.get(site.name()) : null;
            Tensor taken = elements == null ? array : array.gather(Shape.of(elements.length), i -> elements[i]);
            sampled.put(site, taken);
        });
        return sampled;
    }

    /** What the future holds, or what was thrown on the way to it. */
    public static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof ExecutionException) {
                cause = cause.getCause();
            }
            if (cause instanceof RuntimeException r) {
                throw r;
            }
            if (cause instanceof Error r) {
                throw r;
            }
            throw new IllegalStateException(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            thread.submit(() -> {
                        opened.get().close();
                        return null;
                    })
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            // It did not open, or is being stopped; whoever waited for it knows.
        } finally {
            thread.shutdownNow();
        }
    }
}
