package dev.parity.run;

import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Opens what a request wants to be run, each engine on a thread of its own. */
public record Opener(Engines engines, Request request, Future<Start> start) {
    public Worker reference() {
        EngineChoice choice = request.reference();
        return new Worker(
                request.scope() == Request.Scope.AUDIT_ONLY ? () -> new Absent(choice) : engine(choice, List.of()));
    }

    public Worker candidate() {
        return new Worker(engine(request.candidate(), request.faults()));
    }

    /** The further runs of both sides. */
    public Repeats repeats() {
        boolean once = request.scope() == Request.Scope.AUDIT_ONLY;
        return new Repeats(
                once ? List.of() : further(request.reference(), List.of()),
                further(request.candidate(), request.faults()));
    }

    /** What was recorded is the same each time that it is read. */
    private List<Worker> further(EngineChoice choice, List<String> faults) {
        int runs = choice.computes() ? request.repeat() - 1 : 0;
        return Stream.generate(() -> new Worker(engine(choice, faults)))
                .limit(runs)
                .toList();
    }

    /** Loading a native library takes the longest of all in a short run, so it does not wait for the start. */
    private Callable<Engine> engine(EngineChoice choice, List<String> faults) {
        return () -> {
            choice.load();
            return engines.open(choice, request.experiment(), start.get(), request.threads(), faults);
        };
    }
}
