package dev.parity;

import dev.parity.engine.Engine;
import dev.parity.engine.Engines;
import dev.parity.engine.Start;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Opens what a request wants to be run, each engine on a thread of its own. */
record Opener(Opening engines, Request request, Future<Start> start) {
    Worker reference() {
        String name = request.reference();
        return new Worker(
                request.scope() == Request.Scope.AUDIT_ONLY ? () -> new Absent(name) : engine(name, List.of()));
    }

    Worker candidate() {
        return new Worker(engine(request.candidate(), request.faults()));
    }

    /** The further runs of both sides. */
    Repeats repeats() {
        boolean once = request.scope() == Request.Scope.AUDIT_ONLY;
        return new Repeats(
                once ? List.of() : further(request.reference(), List.of()),
                further(request.candidate(), request.faults()));
    }

    /** What was recorded is the same each time that it is read. */
    private List<Worker> further(String name, List<String> faults) {
        int runs = Engines.isTrace(name) ? 0 : request.repeat() - 1;
        return Stream.generate(() -> new Worker(engine(name, faults)))
                .limit(runs)
                .toList();
    }

    /** Loading a native library takes the longest of all in a short run, so it does not wait for the start. */
    private Callable<Engine> engine(String name, List<String> faults) {
        return () -> {
            Engines.load(name);
            Engine engine = engines.open(name, request.experiment(), start.get(), request.threads(), faults);
            return Fitted.of(engine, new Shapes(request.experiment()));
        };
    }
}
