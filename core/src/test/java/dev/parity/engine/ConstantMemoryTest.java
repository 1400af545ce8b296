package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine keeps does not grow with the number of steps, whether a step is fed everything or a batch. */
class ConstantMemoryTest {
    private static final int STEPS = 200;

    @ParameterizedTest
    @ValueSource(strings = {"softmax-squared-error/right.json", "one-neuron/right.json"})
    void libtorchHoldsAsManyArraysAfterManySteps(String spec) {
        Experiment experiment = read(spec);
        Start start = Start.draw(experiment);
        try (TorchEngine engine = new TorchEngine(experiment, start, 1)) {
            engine.step(start.batch(1));
            int held = engine.held();
            assertTrue(held > 0, "the weights at least");
            for (int step = 2; step <= STEPS; step++) {
                engine.step(start.batch(step));
            }
            assertEquals(held, engine.held());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax-squared-error/right.json", "one-neuron/right.json"})
    void nd4jHoldsAsManyBytesAfterManySteps(String spec) {
        Experiment experiment = read(spec);
        Start start = Start.draw(experiment);
        try (HandwrittenEngine engine = new HandwrittenEngine(experiment, start, 1, List.of())) {
            engine.step(start.batch(1));
            long held = Pointer.totalCount();
            for (int step = 2; step <= STEPS; step++) {
                engine.step(start.batch(step));
            }
            assertTrue(Pointer.totalCount() <= held, () -> Pointer.totalCount() + " pointers, and there were " + held);
        }
    }

    private static Experiment read(String spec) {
        return SpecReader.read(
                new Folder(Path.of("..", "fixtures").resolve(spec), List.of()), SpecReader.Overrides.none());
    }
}
