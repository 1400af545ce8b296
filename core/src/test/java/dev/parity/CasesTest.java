package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.LossPair;
import dev.parity.compare.Verdict;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.report.Blame;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.Archive;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The small cases of {@code fixtures/cases}: a spec, what PyTorch recorded of it ({@code torch.npz}), what a program computes that
 * is right, and what the one of the question computed. Each to the digits that were published with it.
 */
class CasesTest {
    private static final Path CASES = Path.of("../fixtures/cases");

    /** Where the reference is the wrong side; all others are of a wrong candidate. */
    private static final String BROADCAST = "target-broadcast";

    @TempDir
    Path folder;

    private static Experiment experiment(String name) {
        return SpecReader.read(
                new Folder(CASES.resolve(name).resolve("right.json"), List.of()),
                new SpecReader.Overrides(OptionalInt.empty(), OptionalLong.empty(), Optional.empty()));
    }

    private static Path recorded(String name, String side) {
        return CASES.resolve(name).resolve(side + ".npz");
    }

    private static Report run(String name, String reference, String candidate) {
        return Parity.run(Request.plain(experiment(name), reference, candidate, List.of(), 1), step -> {});
    }

    /** The first elements of an array, as they were printed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tanh-at-preactivation   | 1/gradient/h/weight        | 8.188808                 | -40.215298
            tanh-at-preactivation   | 1/gradient/y/weight        | 0.9092517                | 0.9092517
            weighted-mean           | 1/loss/loss/value          | 1.7529069                | 0.6661046
            weighted-mean           | 1/backward/loss/dx         | 0.1273933 -0.1273933 -0.5013548 0.5013548 | 0.0484095 -0.0484095 -0.1905148 0.1905148
            sum-for-mean            | 1/update/linear/weight     | 0.300                    | 1.200
            sum-for-mean            | 2/update/linear/weight     | 0.555                    | 1.680
            sum-for-mean            | 3/update/linear/weight     | 0.772                    | 1.872
            sum-for-mean            | 4/update/linear/weight     | 0.956                    | 1.949
            sum-for-mean            | 5/update/linear/weight     | 1.113                    | 1.980
            sum-for-mean            | 1/loss/loss/value          | 30.0                     | 30.0
            sum-for-mean            | 2/loss/loss/value          | 21.67499924              | 4.79999924
            sum-for-mean            | 3/loss/loss/value          | 15.66018772              | 0.76800019
            updated-before-used     | 1/loss/loss/value          | 0.2983711088             | 0.2983711088
            updated-before-used     | 1/update/out/weight        | 0.35891648 0.40866619 0.51130127 0.56137012 | 0.35891648 0.40866619 0.51130127 0.56137012
            updated-before-used     | 1/update/hidden/weight     | 0.14978072 0.19956143 0.24975114 0.29950229 | 0.14981764 0.19963528 0.24978819 0.29957637
            biased-running-variance | 1/state/bn/running_var     | 1.3333334 1.0 2.3333333  | 0.8888889 0.6666667 1.5555557
            overlapping-max-pool    | 1/backward/pool/dx         | 1 1 0 1 1                | 1 2 0 0 1
            extra-mean              | 1/loss/loss/value          | 0.69273925               | 0.69273925
            extra-mean              | 1/gradient/hidden/weight   | 0.00301023 -0.00747267   | 0.00100341 -0.00249089
            extra-mean              | 1/gradient/hidden/bias     | 0.00176201               | 0.00058734
            extra-mean              | 1/gradient/out/weight      | 0.00078841 0.01765429 -0.00084166 -0.01022527 | 0.00078841 0.01765429 -0.00084166 -0.01022527
            extra-mean              | 1/gradient/out/bias        | -0.16655712              | -0.16655712
            true-convolution        | 1/forward/conv/y           | 4 7 10 13 16 19 22 25    | 2 5 8 11 14 17 20 23
            derivative-at-logits    | 1/loss/loss/value          | 0.9563139                | 0.9563139
            derivative-at-logits    | 1/gradient/linear/weight   | -0.48055888 -0.47789649  | -0.13292549 -0.14887455
            derivative-at-logits    | 1/gradient/linear/bias     | -0.46409200              | -0.15489581
            padding-not-counted     | 1/forward/pool/y           | 1.1111111                | 2.5
            """)
    void theNumbersAreThoseThatWerePrinted(String name, String site, String right, String wrong) {
        assertPrinted(right, recorded(recorded(name, "torch"), site));
        assertPrinted(right, recorded(recorded(name, "right"), site));
        assertPrinted(wrong, recorded(recorded(name, "wrong"), site));
        assertPrinted(right, computed(name, "torch", site));
        assertPrinted(right, computed(name, "handwritten", site));
    }

    @ParameterizedTest
    @CsvSource({"torch,     2.5, -5,   -3", "right,     2.5, -5,   -3", "reference, 2.5, -4.5, -3"})
    void aTargetThatIsBroadcastLooksRightToTheLossAndToTheBias(String side, String loss, String dw, String db) {
        Path trace = recorded(BROADCAST, side);
        assertPrinted(loss, recorded(trace, "1/loss/loss/value"));
        assertPrinted(dw, recorded(trace, "1/gradient/linear/weight"));
        assertPrinted(db, recorded(trace, "1/gradient/linear/bias"));
    }

    private static Tensor recorded(Path trace, String site) {
        try (Archive archive = Archive.open(trace)) {
            return archive.get(site);
        }
    }

    private static Tensor computed(String name, String engine, String at) {
        Experiment experiment = experiment(name);
        Start start = Start.draw(experiment);
        Site site = Site.parse(at);
        try (Engine opened = EngineChoice.of(engine).open(experiment, start, 1, List.of())) {
            Trace trace = opened.step(start.batch(1));
            for (int step = 2; step <= site.step(); step++) {
                trace = opened.step(start.batch(step));
            }
            return trace.get(site).orElseThrow();
        }
    }

    /** To half a unit of the last digit; in float32 another order may move the last two units. */
    private static void assertPrinted(String printed, Tensor array) {
        String[] numbers = printed.split(" ");
        for (int i = 0; i < numbers.length; i++) {
            int point = numbers[i].indexOf('.');
            double digit = point < 0 ? 1 : Math.pow(10, point + 1 - numbers[i].length());
            double expected = Double.parseDouble(numbers[i]);
            double rounding = array.dtype() == DType.FLOAT32 ? 2 * Math.ulp((float) expected) : 0;
            assertEquals(expected, array.get(i), 0.5 * digit + rounding, "element " + i);
        }
    }

    /** By everything that the program records, and by its loss and gradients (weights) alone. */
    @ParameterizedTest
    @CsvSource({
        "tanh-at-preactivation,   1/backward/tanh2/dx,      1/gradient/h/weight",
        "weighted-mean,           1/loss/loss/value,        1/loss/loss/value",
        "sum-for-mean,            1/gradient/linear/weight, 1/gradient/linear/weight",
        "updated-before-used,     1/backward/out/dx,        1/gradient/hidden/weight",
        "biased-running-variance, 1/state/bn/running_var,   agrees",
        "overlapping-max-pool,    1/backward/pool/dx,       ",
        "extra-mean,              1/backward/tanh/dx,       1/gradient/hidden/weight",
        "true-convolution,        1/forward/conv/y,         1/loss/loss/value",
        "derivative-at-logits,    1/backward/sigmoid/dx,    1/gradient/linear/weight",
        "padding-not-counted,     1/forward/pool/y,         "
    })
    void theMistakeIsFoundWhereItIsMade(String name, String everything, String gradients) {
        String trace = "trace:" + recorded(name, "wrong");
        assertOrigin(everything, Blame.CANDIDATE, run(name, "torch", trace));
        assertOrigin(everything, Blame.CANDIDATE, run(name, "trace:" + recorded(name, "torch"), trace));
        assertOrigin(everything, Blame.REFERENCE, run(name, trace, "handwritten"));
        if (gradients != null) {
            Report report = run(name, "torch", "trace:" + Level.GRADIENTS.of(recorded(name, "wrong"), folder));
            if (gradients.equals("agrees")) {
                assertEquals(Verdict.AGREES, report.verdict());
            } else {
                assertOrigin(gradients, Blame.CANDIDATE, report);
            }
        }
    }

    private static void assertOrigin(String site, Blame side, Report report) {
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertTrue(
                report.judgement().audited(),
                "the verdict comes from the audit, not from "
                        + report.judgement().basis());
        assertEquals(site, report.first().orElseThrow().site().toString());
        assertEquals(site, report.audit().origins().get(0).site().toString());
        assertEquals(side, report.audit().origins().get(0).side());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tanh-at-preactivation",
                "weighted-mean",
                "target-broadcast",
                "sum-for-mean",
                "updated-before-used",
                "biased-running-variance",
                "overlapping-max-pool",
                "extra-mean",
                "true-convolution",
                "derivative-at-logits",
                "padding-not-counted"
            })
    void whatIsRightAgrees(String name) {
        for (String side : List.of("torch", "right")) {
            Report report = run(name, "torch", "trace:" + recorded(name, side));
            assertEquals(Verdict.AGREES, report.verdict(), side);
            assertTrue(
                    report.judgement().audited(),
                    side + ": the verdict comes from the audit, not from "
                            + report.judgement().basis());
            assertEquals(List.of(), report.audit().origins(), side);
            assertEquals(
                    List.of(),
                    report.audit().remarks().stream()
                            .filter(r -> r.kind() == Remark.Kind.CONVENTION || r.kind() == Remark.Kind.FALSE_RECORD)
                            .toList(),
                    side);
        }
        assertEquals(
                Verdict.AGREES,
                run(name, "trace:" + recorded(name, "torch"), "handwritten").verdict());
    }

    /** PyTorch broadcasts a target of shape (2) against (2, 1): the candidate is right, and the reference is to blame. */
    @Test
    void aReferenceThatBroadcastsItsTargetIsToBlame() {
        String reference = "trace:" + recorded(BROADCAST, "reference");
        for (String candidate : List.of("handwritten", "trace:" + recorded(BROADCAST, "right"))) {
            Report report = run(BROADCAST, reference, candidate);
            assertOrigin("1/backward/loss/dx", Blame.REFERENCE, report);
            assertEquals(1, report.audit().origins().size(), () -> report.audit()
                    .origins()
                    .toString());
            LossPair loss = report.comparison().steps().get(0).loss().orElseThrow();
            assertEquals(2.5, loss.reference());
            assertEquals(2.5, loss.candidate());
        }

        String gradients = "trace:" + Level.GRADIENTS.of(recorded(BROADCAST, "reference"), folder);
        assertOrigin("1/gradient/linear/weight", Blame.REFERENCE, run(BROADCAST, gradients, "handwritten"));
        assertOrigin("1/backward/loss/dx", Blame.CANDIDATE, run(BROADCAST, "torch", reference));
    }

    /** What both sides get wrong alike is wrong all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"derivative-at-logits", "updated-before-used"})
    void bothSidesMayBeWrong(String name) {
        String trace = "trace:" + recorded(name, "wrong");
        Report report = run(name, trace, trace);
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals(Blame.BOTH, report.audit().origins().get(0).side());
    }

    /** Each folder is a case, and holds what the others hold. */
    @Test
    void everyFolderIsACase() throws IOException {
        Set<String> cases;
        try (Stream<Path> folders = Files.list(CASES)) {
            cases = folders.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(11, cases.size());
        for (String name : cases) {
            String wrong = name.equals(BROADCAST) ? "reference" : "wrong";
            for (String side : List.of("torch", "right", wrong)) {
                assertTrue(Files.isRegularFile(recorded(name, side)), name + " has no " + side + ".npz");
            }
        }
    }
}
