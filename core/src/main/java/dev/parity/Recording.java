package dev.parity;

import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Planted;
import dev.parity.engine.Start;
import dev.parity.engine.StartTrace;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.trace.Trace;
import dev.parity.trace.TraceHeader;
import dev.parity.trace.TraceWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Writes what an engine computes, or what it would begin with, as a trace. */
public final class Recording {
    private Recording() {}

    /**
     * What is to be recorded.
     *
     * @param engine that computes; without one only the start is recorded: weights, buffers, and every step's batch and masks
     * @param faults to plant, as FAULT or FAULT@LAYER; only the handwritten engine takes any
     * @param path of the trace; its ending says the form
     * @param version of this program, for the trace's header
     */
    public record Request(
            Experiment experiment,
            Optional<EngineChoice> engine,
            List<String> faults,
            int threads,
            Path path,
            String version) {
        public Request {
            TraceWriter.check(path);
            engine.ifPresent(choice -> {
                choice.check();
                if (!choice.computes()) {
                    throw new BadInput(
                            choice.name() + " is recorded already; name an engine that computes, such as torch");
                }
            });
            if (!faults.isEmpty() && engine.filter(EngineChoice::takesFaults).isEmpty()) {
                throw new BadInput("a fault can only be planted in the handwritten engine");
            }
            Planted.check(experiment, faults);
        }
    }

    /**
     * Runs a request and writes the trace, whole or not at all. {@code progress} is told of each step that is written.
     *
     * @return the number of arrays written
     */
    public static long write(Request request, IntConsumer progress) {
        Experiment experiment = request.experiment;
        Start start = Start.draw(experiment);
        StartTrace ours = new StartTrace(experiment, start);
        if (request.engine.isEmpty()) {
            return write(request, header(request), ours, ours::data, progress);
        }
        try (Engine engine = request.engine.get().open(experiment, start, request.threads, request.faults)) {
            // A batch that is always the same is recorded once: data that a step does not hold is the first step's.
            IntFunction<Trace> step = n -> {
                Trace trace = n == 1 || ours.varies() ? ours.data(n) : new Trace();
                engine.step(start.batch(n)).forEach((site, array) -> {
                    if (!trace.has(site)) {
                        trace.put(site, array);
                    }
                });
                return trace;
            };
            return write(request, header(request, engine), ours, step, progress);
        }
    }

    private static long write(
            Request request, TraceHeader header, StartTrace ours, IntFunction<Trace> step, IntConsumer progress) {
        try (TraceWriter writer = TraceWriter.open(request.path, header)) {
            writer.put(0, ours.weights());
            for (int n = 1; n <= request.experiment.steps(); n++) {
                writer.put(n, step.apply(n));
                progress.accept(n);
            }
            writer.commit();
            return writer.sites();
        }
    }

    private static TraceHeader header(Request request) {
        return TraceHeader.of(fields(request));
    }

    private static TraceHeader header(Request request, Engine engine) {
        Map<String, String> fields = fields(request);
        fields.put("engine", engine.choice().name());
        fields.put("version", engine.version());
        fields.put("dtype", engine.dtype(request.experiment.dtype()).toString());
        return TraceHeader.of(fields);
    }

    private static Map<String, String> fields(Request request) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("parity", request.version);
        fields.put("name", request.experiment.name());
        fields.put("spec", request.experiment.sha256());
        fields.put("dtype", request.experiment.dtype().toString());
        return fields;
    }
}
