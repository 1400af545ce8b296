package dev.parity.audit.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.engine.TorchProgram.Lent;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.nio.DoubleBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final Site SITE = new Site(0, Phase.FORWARD, "lstm", "y");
    private static final Lent E = new Lent(Shape.of(2, 1), DoubleBuffer.wrap(new double[] {1, 2}));

    private final RecentErrors recent = new RecentErrors();

    @Test
    void whatLastsStandsTogether() {
        recent.add(SITE, error(1, 2));
        recent.add(SITE, error(9, 3));
        assertEquals(Optional.of(2.), runs(8));
        assertEquals(Optional.of(5.), runs(17));
        assertEquals(Optional.of(3.), runs(18));
        assertEquals(Optional.empty(), runs(26));
    }

    @Test
    void aStepCountsOnce() {
        recent.add(SITE, error(1, 1));
        recent.add(SITE, error(1, 1));
        assertEquals(Optional.of(1.), runs(2));
    }

    @Test
    void nothingIsKnownOfAnotherArrayOrShape() {
        recent.add(SITE, error(1, 1));
        Site other = new Site(0, Phase.BACKWARD, "lstm", "dx");
        assertEquals(Optional.empty(), recent.at(1, other, E));
        Lent wide = new Lent(Shape.of(1, 2), DoubleBuffer.wrap(new double[] {1, 2}));
        assertEquals(Optional.empty(), recent.at(1, SITE, wide));
    }

    private Optional<Double> runs(int step) {
        return recent.at(step, SITE, E).map(Float32Error::runs);
    }

    private static Float32Error error(int step, double runs) {
        return new Float32Error(step, Tensor.of(Shape.of(2), 1., 1.), Tensor.of(Shape.of(1), 1.), runs);
    }
}
