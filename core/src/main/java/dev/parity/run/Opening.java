package dev.parity.run;

import dev.parity.engine.Engine;
import dev.parity.engine.Engines;
import dev.parity.engine.Start;
import dev.parity.spec.Experiment;
import java.util.List;

/** How an engine is opened by its name, on the thread that will run it. */
@FunctionalInterface
public interface Opening {
    /** The engines that there are. */
    Opening ENGINES =
            (name, experiment, start, threads, faults) -> Engines.open(name, experiment, start, threads, faults);

    Engine open(String name, Experiment experiment, Start start, int threads, List<String> faults);
}
