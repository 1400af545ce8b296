package dev.parity.run;

import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.spec.Experiment;
import java.util.List;

/** Where engines come from: each is opened on the thread that will run it. */
@FunctionalInterface
public interface Engines {
    /** The engines that there are. */
    Engines REAL = EngineChoice::open;

    Engine open(EngineChoice choice, Experiment experiment, Start start, int threads, List<String> faults);
}
