package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Verdict;
import dev.parity.report.Blame;
import dev.parity.report.Origin;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.Archive;
import dev.parity.tensor.DType;
import dev.parity.trace.Site;
import dev.parity.trace.TraceHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that are not ours, in {@code fixtures/foreign}, as they recorded themselves: what the audit says of each, by how much
 * the program recorded.
 */
class ForeignTest {
    private static final Path FIXTURES = Path.of("../fixtures");
    private static final Path TRACES = FIXTURES.resolve("foreign/traces");

    /** Where the spec of a program is not the one of the same name. */
    private static final Map<String, String> SPECS = Map.of(
            "classifier_lists", "foreign/classifier",
            "softmax", "softmax-squared-error/right",
            "neuron", "one-neuron/right");

    /**
     * A trace, and what comes of it where the program records everything; the loss, the gradients and the weights; the loss and
     * the weights. A site, in which a star stands for any name, is where it diverges first.
     */
    private static final String TABLE = """
            # right, by other formulas, in other orders, by PyTorch
            classifier                       | agrees                 | agrees              | agrees
            classifier.torch                 | agrees                 | agrees              | agrees
            classifier_lists                 | agrees                 | agrees              | agrees
            classifier.other-order           | agrees                 | agrees              | agrees
            classifier.float32               | agrees                 | agrees              | agrees
            classifier.recorded-in-float32   | agrees                 | agrees              | agrees
            classifier.single:float32        | agrees                 | agrees              | agrees
            momentum                         | agrees                 | agrees              | agrees
            momentum.torch                   | agrees                 | agrees              | agrees
            batchnorm                        | agrees                 | agrees              | agrees
            batchnorm.torch                  | agrees                 | agrees              | agrees
            batchnorm.zero-term-left-out     | agrees                 | agrees              | agrees
            pictures                         | agrees                 | agrees              | agrees
            pictures.torch                   | agrees                 | agrees              | agrees
            exponential                      | agrees                 | agrees              | agrees
            exponential.torch                | agrees                 | agrees              | agrees
            binary                           | agrees                 | agrees              | agrees
            binary.torch                     | agrees                 | agrees              | agrees
            softmax                          | agrees                 | agrees              | agrees
            neuron                           | agrees                 | agrees              | agrees

            # right, and recorded in another way than PyTorch's
            classifier.sign-twice            | agrees, convention at 1/*/*/*              | agrees, convention at 1/gradient/*/* | agrees
            classifier.mean-in-dw            | agrees, convention at 1/backward/*/dx      | agrees                               | agrees
            binary.mean-in-dw                | agrees, convention at 1/backward/*/dx      | agrees                              | agrees
            momentum.lr-inside               | agrees, convention at 1/state/*/*          | agrees                               | agrees
            classifier.float32-as-float64    | agrees                 | agrees              | agrees
            classifier.records-another       | agrees, false-record at 1/backward/relu/dx | agrees                               | agrees
            classifier.relu-in-place         | agrees, masked at 1/forward/fc1/y          | agrees                               | agrees
            classifier.steady-bias:float32   | agrees, steady-bias at 1/gradient/fc1/weight | -                                  | -

            # wrong
            classifier.not-averaged          | 1/backward/loss/dx     | 1/gradient/*/*      | 1/update/*/*
            classifier.sign-once             | 1/backward/loss/dx     | 1/gradient/*/*      | 1/update/*/*
            classifier.activation-before-relu| 1/gradient/fc2/weight  | 1/gradient/fc2/weight | 1/update/fc2/weight
            classifier.bias-averaged         | 1/gradient/fc2/bias    | 1/gradient/fc2/bias | 1/update/fc2/bias
            classifier.updated-before-used   | 1/backward/fc2/dx      | 1/gradient/fc1/*    | 1/update/fc1/*
            classifier.stale-weights         | 2/backward/fc2/dx      | 2/gradient/fc1/*    | 2/update/fc1/*
            classifier.last-batch            | 2/forward/fc1/y        | 2/loss/loss/value   | 2/loss/loss/value
            classifier.relu-mask-missing     | 1/backward/relu/dx     | 1/gradient/fc1/*    | 1/update/fc1/*
            classifier.extra-mean            | 1/backward/relu/dx     | 1/gradient/fc1/*    | 1/update/fc1/*
            classifier.uses-another          | 1/gradient/fc1/weight  | 1/gradient/fc1/weight | 1/update/fc1/weight
            momentum.factor-2-missing        | 1/backward/loss/dx     | 1/gradient/*/*      | 1/update/*/*
            momentum.derivative-at-logits    | 1/backward/sigmoid2/dx | 1/gradient/*/*      | 1/update/*/*
            momentum.no-derivative           | 1/backward/sigmoid2/dx | 1/gradient/*/*      | 1/update/*/*
            momentum.derivative-twice        | 1/backward/sigmoid/dx  | 1/gradient/hidden/* | 1/update/hidden/*
            momentum.averaged                | 1/state/*/*            | 1/update/*/*        | 1/update/*/*
            momentum.forgotten               | 2/state/*/*            | 2/update/*/*        | 2/update/*/*
            momentum.nesterov                | 1/update/*/*           | 1/update/*/*        | 1/update/*/*
            batchnorm.biased-running-variance| 1/state/bn/running_var | agrees              | agrees
            batchnorm.epsilon-missing        | 1/forward/bn/y         | 1/loss/loss/value   | 1/loss/loss/value
            batchnorm.gamma-missing          | 1/backward/bn/dx       | 1/gradient/fc/weight| 1/update/fc/weight
            batchnorm.statistics-constant    | 1/backward/bn/dx       | 1/gradient/fc/weight| 1/update/fc/weight
            batchnorm.not-corrected          | 1/update/*/*           | 1/update/*/*        | 1/update/*/*
            batchnorm.epsilon-inside         | 1/update/*/*           | 1/update/*/*        | 1/update/*/*
            pictures.true-convolution        | 1/forward/conv/y       | 1/loss/loss/value   | 1/loss/loss/value
            pictures.padding-not-counted     | 1/forward/avg/y        | 1/loss/loss/value   | 1/loss/loss/value
            pictures.last-window-wins        | 1/backward/max/dx      | 1/gradient/conv/*   | 1/update/conv/*
            pictures.kernel-not-turned       | 1/backward/conv/dx     | agrees              | agrees
            exponential.derivative-of-output | 1/backward/exp/dx      | 1/gradient/fc/*     | 1/update/fc/*
            binary.derivative-unasked        | 1/backward/sigmoid/dx  | 1/gradient/*/*      | 1/update/*/*
            binary.tanh-at-preactivation     | 1/backward/tanh/dx     | 1/gradient/hidden/* | 1/update/hidden/*
            binary.extra-mean                | 1/backward/tanh/dx     | 1/gradient/hidden/* | 1/update/hidden/*
            softmax.diagonal                 | 1/backward/softmax/dx  | 1/gradient/*/weight | 1/update/*/weight
            neuron.factor-2-missing          | 1/backward/loss/dx     | 1/gradient/linear/* | 1/update/linear/*
            """;

    /** What a right program may give rise to only where the table says so. */
    private static final Set<Remark.Kind> NOTABLE =
            EnumSet.of(Remark.Kind.CONVENTION, Remark.Kind.FALSE_RECORD, Remark.Kind.MASKED, Remark.Kind.STEADY_BIAS);

    @TempDir
    Path folder;

    /** A trace of the folder, by its name without an ending; after a colon the type in which it was run, where that is not the spec's. */
    private record Row(String name, Map<Level, String> outcomes) {
        private static final List<Level> LEVELS = List.of(Level.EVERYTHING, Level.GRADIENTS, Level.WEIGHTS);

        static Row parse(String line) {
            String[] cells = line.split("\\|");
            assertEquals(1 + LEVELS.size(), cells.length, line);
            Map<Level, String> outcomes = new EnumMap<>(Level.class);
            for (int i = 0; i < LEVELS.size(); i++) {
                outcomes.put(LEVELS.get(i), cells[i + 1].strip());
            }
            return new Row(cells[0].strip(), outcomes);
        }

        Path trace() {
            return TRACES.resolve(name.replaceFirst(":.*", "") + ".npz");
        }

        Experiment experiment() {
            String program = name.replaceFirst("[.:].*", "");
            Path spec = FIXTURES.resolve(SPECS.getOrDefault(program, "foreign/" + program) + ".json");
            Optional<DType> dtype = name.endsWith(":float32") ? Optional.of(DType.FLOAT32) : Optional.empty();
            return SpecReader.read(
                    new Folder(spec, List.of()),
                    new SpecReader.Overrides(OptionalInt.of(steps()), OptionalLong.empty(), dtype));
        }

        /** As many as were recorded. */
        private int steps() {
            try (Archive archive = Archive.open(trace())) {
                return archive.names().stream()
                        .filter(name -> !name.equals(TraceHeader.KEY))
                        .mapToInt(name -> Site.parse(name).step())
                        .max()
                        .orElseThrow();
            }
        }

        String programAndPhase() {
            return name.replaceFirst("[.:].*", "") + " "
                    + Site.parse(outcomes.get(Level.EVERYTHING).replace("*", "any"))
                            .phase();
        }

        boolean right() {
            return outcomes.get(Level.EVERYTHING).startsWith("agrees");
        }
    }

    private static List<Row> table() {
        return TABLE.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Row::parse)
                .toList();
    }

    private Report run(Row row, Level level) {
        return run(row.experiment(), "torch", "trace:" + level.of(row.trace(), folder));
    }

    private static Report run(Experiment experiment, String reference, String candidate) {
        return Parity.run(Request.plain(experiment, reference, candidate, List.of(), 1), step -> {});
    }

    @TestFactory
    Stream<DynamicNode> outcomes() {
        return table().stream()
                .map(row -> DynamicContainer.dynamicContainer(
                        row.name,
                        row.outcomes.entrySet().stream()
                                .filter(e -> !e.getValue().equals("-"))
                                .map(e -> DynamicTest.dynamicTest(
                                        row.name + " " + e.getKey(), () -> hold(row, e.getKey(), e.getValue())))));
    }

    private void hold(Row row, Level level, String expected) {
        Report report = run(row, level);
        String what = row.name + ", " + level;
        assertEquals(
                expected,
                said(report, expected),
                () -> what + ": " + report.audit().origins() + report.audit().remarks());
        assertTrue(
                report.judgement().audited(),
                () -> what + ": not by the audit, but by " + report.judgement().basis());
    }

    /** The outcome in the table's words, and by its stars where they fit. */
    private static String said(Report report, String expected) {
        if (report.verdict() == Verdict.INCONCLUSIVE) {
            return "inconclusive: " + report.warnings();
        }
        if (report.verdict() == Verdict.DIVERGES) {
            String first = report.first().orElseThrow().site().toString();
            if (report.audit().origins().isEmpty()) {
                return "diverges at " + first + " without an origin";
            }
            Origin origin = report.audit().origins().get(0);
            boolean candidate =
                    origin.side() == Blame.CANDIDATE && origin.site().toString().equals(first);
            return candidate ? starred(first, expected) : first + " of " + origin;
        }
        assertEquals(List.of(), report.audit().origins());
        List<String> remarks = report.audit().remarks().stream()
                .filter(remark -> NOTABLE.contains(remark.kind()))
                .map(remark -> "agrees, " + remark.kind() + " at " + remark.site())
                .map(remark -> starred(remark, expected))
                .distinct()
                .toList();
        return remarks.isEmpty() ? "agrees" : String.join("; ", remarks);
    }

    private static String starred(String found, String expected) {
        String names = Stream.of(expected.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
        return found.matches(names) ? expected : found;
    }

    /** What is recorded is in the table, and every program and every mistake is recorded. */
    @Test
    void theTableIsComplete() throws IOException {
        Set<String> rows = new TreeSet<>();
        table().forEach(row -> rows.add(row.trace().getFileName().toString()));
        rows.add("classifier.views.npz"); // a test of its own
        assertEquals(files(TRACES, ".npz"), rows);

        Set<String> named = new TreeSet<>();
        Pattern variant = Pattern.compile("#~\\+? ([a-z0-9-]+):");
        for (String program : files(FIXTURES.resolve("foreign"), ".py")) {
            String name = program.replace(".py", "");
            named.add(name + ".npz");
            variant.matcher(Files.readString(FIXTURES.resolve("foreign").resolve(program)))
                    .results()
                    .forEach(match -> named.add(name + "." + match.group(1) + ".npz"));
        }
        named.add("classifier.single.npz"); // the program as it stands, from a start in float32
        assertEquals(
                named,
                rows.stream()
                        .filter(file -> !file.endsWith(".torch.npz"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> theLossAloneIsInconclusiveAndTheReportSaysWhatToRecord() {
        return table().stream()
                .filter(Row::right)
                .map(row -> DynamicTest.dynamicTest(row.name, () -> {
                    Report report = run(row, Level.LOSS);
                    assertEquals(Verdict.INCONCLUSIVE, report.verdict());
                    String lacking = report.comparison().lacking().orElseThrow();
                    assertTrue(
                            lacking.matches(
                                    "(?s).*Record 1/gradient/\\w+/\\w+ or 1/update/\\w+/\\w+.* on the candidate.*"),
                            lacking);
                }));
    }

    /** The engines too are held to what PyTorch in Python recorded of these specs. */
    @TestFactory
    Stream<DynamicTest> theEnginesAgreeWithPyTorch() {
        return table().stream().filter(row -> row.name.endsWith(".torch")).flatMap(row -> Stream.of(
                        "torch", "handwritten")
                .map(engine -> DynamicTest.dynamicTest(row.name + " " + engine, () -> {
                    Report report = run(row.experiment(), "trace:" + row.trace(), engine);
                    assertEquals(Verdict.AGREES, report.verdict());
                    assertEquals(List.of(), report.warnings());
                    assertEquals(List.of(), report.audit().origins());
                })));
    }

    /**
     * The same trace on the other side: the reference is the one that is wrong, and so it is blamed. The same code audits either side, so
     * one mistake of each program in each phase is enough.
     */
    @TestFactory
    Stream<DynamicTest> aWrongReferenceIsBlamed() {
        Map<String, Row> first = new LinkedHashMap<>();
        table().stream().filter(row -> !row.right()).forEach(row -> first.putIfAbsent(row.programAndPhase(), row));
        assertEquals(16, first.size());
        return first.values().stream()
                .map(row -> DynamicTest.dynamicTest(row.name, () -> {
                    Report report = run(row.experiment(), "trace:" + row.trace(), "handwritten");
                    String expected = row.outcomes.get(Level.EVERYTHING);
                    assertEquals(Verdict.DIVERGES, report.verdict());
                    assertEquals(
                            Blame.REFERENCE, report.audit().origins().get(0).side());
                    assertEquals(
                            expected,
                            starred(report.audit().origins().get(0).site().toString(), expected));
                }));
    }

    /** Every step shows the last weights. The weights of step 1 are wrong as recorded, and what that looks like is said. */
    @Test
    void viewsInPlaceOfCopiesAreRecognised() {
        Row row = Row.parse("classifier.views | 1/update/*/* | 1/update/*/* | 1/update/*/*");
        for (Level level : row.outcomes.keySet()) {
            Report report = run(row, level);
            assertEquals("1/update/*/*", said(report, "1/update/*/*"));
            String warning = String.join("\n", report.warnings());
            assertTrue(
                    warning.matches(
                            "the candidate records the same numbers at every step for update/fc1/\\w+.*w\\.copy.*"),
                    warning);
        }
    }

    /** The delta of a sigmoid with cross-entropy is made in one go, so the loss's own gradient is judged with it. */
    @Test
    void whatIsJudgedTogetherIsSaid() {
        Row row = Row.parse("binary.derivative-unasked | - | - | -");
        Report report = run(row, Level.EVERYTHING);
        assertEquals(
                List.of("backward/loss/dx"), report.audit().origins().get(0).together());
        assertEquals(
                List.of(),
                run(Row.parse("softmax.diagonal | - | - | -"), Level.EVERYTHING)
                        .audit()
                        .origins()
                        .get(0)
                        .together());
    }
}
