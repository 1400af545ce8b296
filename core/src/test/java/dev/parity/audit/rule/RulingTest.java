package dev.parity.audit.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.audit.judge.Auditor;
import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Spoiler;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Right and wrong programs that record their arrays otherwise: what is said of each array, over three steps of which the second is short. */
class RulingTest {
    private static final String SGD = "{\"type\": \"SGD\", \"lr\": 0.1}";
    private static final Spoiler RIGHT = (site, array) -> array;

    /** How a program records an array. */
    private interface Recorder {
        Tensor record(Site site, Tensor array, Trace all);
    }

    private static final Recorder AS_IT_IS = (site, array, all) -> array;

    /** The sum over a batch in place of the mean, as far as the gradients, which are divided by its rows. */
    private static final Recorder MEAN_IN_GRADIENTS =
            (site, array, all) -> site.phase() == Phase.BACKWARD ? times(array, site.step() == 2 ? 3 : 5) : array;

    /** What is said of the arrays, and what is known after all steps. */
    private record Said(Set<String> origins, Set<String> excused, Ledger ledger, List<Site> factors) {
        boolean settled() {
            return factors.stream().allMatch(ledger::settled);
        }
    }

    private static Said run(String optimizer, int steps, Spoiler program, Recorder recorder, Predicate<Site> kept)
            throws IOException {
        Experiment experiment = experiment(optimizer, steps);
        Start start = Start.draw(experiment);
        Set<String> origins = new TreeSet<>();
        Set<String> excused = new TreeSet<>();
        List<Site> factors = new ArrayList<>();
        Ledger ledger = new Ledger();
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, program);
                Auditor auditor = new Auditor(experiment, start, experiment.dtype(), 1)) {
            for (int step = 1; step <= steps; step++) {
                Batch batch = start.batch(step);
                Trace all = engine.step(batch);
                Trace trace = new Trace();
                all.forEach((site, array) -> {
                    if (kept.test(site)) {
                        trace.put(site, recorder.record(site, array, all));
                    }
                });
                Ruling ruling = Closure.of(experiment, auditor, ledger, auditor.step(batch, trace), trace, step);
                ruling.origins().forEach(j -> origins.add(j.site().at(0).toString()));
                ruling.excused()
                        .forEach(e -> excused.add(e.reason() + " " + e.site().at(0)));
                ruling.excused().stream()
                        .filter(Excused::scaled)
                        .map(Excused::site)
                        .forEach(factors::add);
            }
        }
        return new Said(origins, excused, ledger, factors);
    }

    private static Tensor times(Tensor array, double factor) {
        return Tensor.fill(array.dtype(), array.shape(), i -> array.get(i) * factor);
    }

    private static Spoiler at(String slot, double factor) {
        return (site, array) -> site.at(0).toString().equals(slot) ? times(array, factor) : array;
    }

    private static final Set<String> CHAIN = Set.of(
            "FACTOR 0/backward/loss/dx",
            "FACTOR 0/backward/last/dx",
            "FACTOR 0/backward/relu/dx",
            "FACTOR 0/backward/first/dx");

    @Test
    void aFactorThatTheGradientsUndoIsOneOverTheStepsOfOtherSizes() throws IOException {
        Said said = run(SGD, 3, RIGHT, MEAN_IN_GRADIENTS, s -> true);
        assertEquals(Set.of(), said.origins());
        assertEquals(CHAIN, said.excused());
        assertTrue(said.settled());
    }

    /** By its recorded operand a bias that was not divided looks right, and all others wrong. */
    @Test
    void besideItTheOneGradientThatDoesNotIsAccusedAlone() throws IOException {
        Spoiler undivided = (site, array) ->
                site.at(0).toString().equals("0/gradient/last/bias") ? times(array, site.step() == 2 ? 3 : 5) : array;
        Said said = run(SGD, 3, undivided, MEAN_IN_GRADIENTS, s -> true);
        assertEquals(Set.of("0/gradient/last/bias"), said.origins());
        assertEquals(CHAIN, said.excused());
        said = run(SGD, 3, at("0/gradient/first/weight", 2), MEAN_IN_GRADIENTS, s -> s.phase() != Phase.UPDATE);
        assertEquals(Set.of("0/gradient/first/weight"), said.origins());
    }

    @Test
    void aPartOfTheGradientsProvesIt() throws IOException {
        Said said = run(
                SGD,
                3,
                RIGHT,
                MEAN_IN_GRADIENTS,
                s -> s.phase() != Phase.UPDATE && !s.toString().contains("gradient/first"));
        assertEquals(Set.of(), said.origins());
    }

    @Test
    void aFactorAtTheHeadThatNothingUndoesIsAMistake() throws IOException {
        for (double factor : new double[] {-1, 5, 2, 1.7}) {
            Said said = run(SGD, 1, at("0/backward/loss/dx", factor), AS_IT_IS, s -> true);
            assertEquals(Set.of("0/backward/loss/dx"), said.origins(), "times " + factor);
            assertEquals(Set.of(), said.excused());
        }
    }

    private static Spoiler oneElement(String slot) {
        return (site, array) -> site.at(0).toString().equals(slot)
                ? Tensor.fill(array.dtype(), array.shape(), i -> i == 1 ? array.get(i) + 0.5 : array.get(i))
                : array;
    }

    /** The head of the chain, or one on the way, is no multiple of what it should be; the others still are. */
    @Test
    void aFactorGoesThroughWhatIsWrongInAnotherWay() throws IOException {
        Recorder turned = (site, array, all) -> site.phase() == Phase.BACKWARD ? times(array, -1) : array;
        for (String slot : List.of("0/backward/loss/dx", "0/backward/last/dx")) {
            assertEquals(
                    Set.of(slot),
                    run(SGD, 3, oneElement(slot), turned, s -> true).origins());
        }
    }

    @Test
    void aFactorToTheUpdateHoldsOfAGradientThatIsWrongToo() throws IOException {
        Recorder turned = (site, array, all) ->
                site.phase() == Phase.BACKWARD || site.phase() == Phase.GRADIENT ? times(array, -1) : array;
        String slot = "0/gradient/last/weight";
        for (Spoiler wrong : List.of(oneElement(slot), at(slot, 2))) {
            assertEquals(Set.of(slot), run(SGD, 3, wrong, turned, s -> true).origins());
            assertEquals(
                    Set.of(slot),
                    run(SGD, 3, wrong, turned, s -> s.phase() != Phase.BACKWARD).origins());
        }
    }

    @Test
    void aFactorOfGradientsIsOneInEveryStep() throws IOException {
        Recorder turned = (site, array, all) -> site.phase() == Phase.GRADIENT ? times(array, -1) : array;
        Said said = run(SGD, 3, RIGHT, turned, s -> true);
        assertEquals(Set.of(), said.origins());
        assertTrue(said.settled());
        Recorder another = (site, array, all) ->
                site.phase() == Phase.GRADIENT ? times(array, site.step() == 1 ? 1.01 : 0.97) : array;
        assertFalse(run(SGD, 2, RIGHT, another, s -> true).settled());
        Recorder once =
                (site, array, all) -> site.toString().equals("1/gradient/last/weight") ? times(array, 1.01) : array;
        assertFalse(run(SGD, 2, RIGHT, once, s -> true).settled());
        assertFalse(run(SGD, 1, RIGHT, once, s -> true).settled());
    }

    @Test
    void withoutAnUpdateNothingUndoesIt() throws IOException {
        Recorder turned = (site, array, all) -> site.phase() == Phase.GRADIENT ? times(array, -1) : array;
        Said said = run(SGD, 1, RIGHT, turned, s -> s.phase() != Phase.UPDATE && s.phase() != Phase.BACKWARD);
        assertEquals(4, said.origins().size());
    }

    @Test
    void whatWasNotGoneOnWithIsAFalseRecord() throws IOException {
        Recorder zeros = (site, array, all) -> site.toString().equals("2/forward/relu/y") ? times(array, 0) : array;
        Said said = run(SGD, 3, RIGHT, zeros, s -> true);
        assertEquals(Set.of(), said.origins());
        assertEquals(Set.of("FALSE_RECORD 0/forward/relu/y"), said.excused());
        said = run(SGD, 3, at("0/forward/relu/y", 1 + 1e-9), AS_IT_IS, s -> true);
        assertTrue(said.origins().contains("0/forward/relu/y"), said.origins().toString());
        assertEquals(Set.of(), said.excused());
    }

    /** Where the ReLU was not active it is no matter what comes back to it. */
    @Test
    void whatFollowsMasksIsNoFalseRecord() throws IOException {
        Recorder elsewhere = (site, array, all) -> {
            if (!site.at(0).toString().equals("0/backward/last/dx")) {
                return array;
            }
            Tensor y =
                    all.get(new Site(site.step(), Phase.FORWARD, "relu", "y")).orElseThrow();
            return Tensor.fill(array.dtype(), array.shape(), i -> y.get(i) == 0 ? 7 : array.get(i));
        };
        Said said = run(SGD, 3, RIGHT, elsewhere, s -> true);
        assertEquals(Set.of(), said.origins());
        assertEquals(Set.of("MASKED 0/backward/last/dx"), said.excused());
    }

    @Test
    void aNumberThatIsNotFiniteIsAnOriginWhereItIsMade() throws IOException {
        for (double burst : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Spoiler program = (site, array) -> site.toString().equals("2/forward/relu/y")
                    ? Tensor.fill(array.dtype(), array.shape(), i -> i == 3 ? burst : array.get(i))
                    : array;
            assertEquals(
                    Set.of("0/forward/relu/y"),
                    run(SGD, 2, program, AS_IT_IS, s -> true).origins());
            Recorder record = (site, array, all) -> program.spoil(site, array);
            assertEquals(
                    Set.of("0/forward/relu/y"),
                    run(SGD, 2, RIGHT, record, s -> true).origins());
        }
    }

    @Test
    void weightsBeforeNesterovsLookAheadAreKnownByTheNextStep() throws IOException {
        String nesterov = "{\"type\": \"SGD\", \"lr\": 0.1, \"momentum\": 0.9, \"nesterov\": true}";
        for (int steps : new int[] {1, 3}) {
            Map<String, Tensor> plain =
                    new HashMap<>(Start.draw(experiment(nesterov, steps)).weights());
            Recorder recorder = (site, array, all) -> {
                if (site.phase() != Phase.UPDATE) {
                    return array;
                }
                Tensor before = plain.get(site.name());
                Tensor p = Tensor.fill(array.dtype(), array.shape(), i -> (array.get(i) + 0.9 * before.get(i)) / 1.9);
                plain.put(site.name(), p);
                return p;
            };
            Said said = run(nesterov, steps, RIGHT, recorder, s -> s.phase() != Phase.STATE);
            assertEquals(Set.of(), said.origins());
            assertEquals(4, said.excused().size());
            assertEquals(steps > 1, said.ledger().aheadForSure());
        }
    }

    private static Experiment experiment(String optimizer, int steps) throws IOException {
        return Networks.read((ObjectNode) new ObjectMapper().readTree("""
                {"dtype": "float64", "steps": %d, "seed": 5,
                 "tensors": {"x": {"randn": [8, 6]}, "y": {"randn": [8, 3]}},
                 "data": {"x": "x", "y": "y", "batch_size": 5},
                 "layers": [{"type": "Linear", "name": "first", "in_features": 6, "out_features": 5},
                            {"type": "ReLU", "name": "relu"},
                            {"type": "Linear", "name": "last", "in_features": 5, "out_features": 3}],
                 "loss": {"type": "MSELoss"},
                 "optimizer": %s}
                """.formatted(steps, optimizer)));
    }
}
