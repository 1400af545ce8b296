package dev.parity.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Compared;
import dev.parity.compare.Verdict;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Right programs that record in another layout agree, and a transposition that is computed is not taken for one that is recorded. */
class ReadingTest {
    private static final Set<Phase> LEARNED = EnumSet.of(Phase.GRADIENT, Phase.STATE, Phase.UPDATE);
    private static final Predicate<Site> WEIGHTS =
            s -> LEARNED.contains(s.phase()) && s.array().startsWith("weight");
    private static final Predicate<Site> BIASES =
            s -> LEARNED.contains(s.phase()) && s.array().startsWith("bias");
    private static final Predicate<Site> GRADIENTS = WEIGHTS.and(s -> s.phase() == Phase.GRADIENT);
    private static final Predicate<Site> START = s -> s.step() == 0;
    private static final Predicate<Site> FLOW = s -> s.phase() == Phase.FORWARD || s.phase() == Phase.BACKWARD;
    private static final Predicate<Site> DATA = s -> s.phase() == Phase.DATA;

    @TempDir
    Path folder;

    private Program mlp(String... faults) {
        return new Program(folder, Program.MLP, faults);
    }

    private static void agrees(Report report, String... said) {
        assertEquals(
                Verdict.AGREES,
                report.verdict(),
                () -> report.first().toString() + report.judgement().reasons());
        assertEquals(List.of(said), Program.said(report, Remark.Kind.LAYOUT));
    }

    private static void diverges(Report report, String site, String said) {
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals(site, report.first().map(Compared::site).orElseThrow().toString());
        List<String> all = Program.said(report, Remark.Kind.LAYOUT);
        assertTrue(all.stream().anyMatch(s -> s.contains(said)), all::toString);
    }

    @Test
    void whatIsRecordedAsPyTorchDoesIsReadAsItIs() {
        agrees(mlp().judged());
    }

    @ParameterizedTest
    @EnumSource(
            value = Request.Scope.class,
            names = {"BOTH", "AUDIT_ONLY"})
    void weightsAreRecordedAsInOut(Request.Scope scope) {
        agrees(
                mlp().turned(WEIGHTS, 1, 0).judged(scope),
                "fc1.weight is recorded as (in, out); read as its transpose",
                "fc2.weight is recorded as (in, out); read as its transpose");
    }

    @ParameterizedTest
    @EnumSource(
            value = Request.Scope.class,
            names = {"BOTH", "AUDIT_ONLY"})
    void aSquareWeightAfterAStepIsNearTheStartInOneLayout(Request.Scope scope) {
        agrees(
                mlp().only(START.negate()).turned(WEIGHTS, 1, 0).judged(scope),
                "fc1.weight is recorded as (in, out); read as its transpose",
                "fc2.weight is recorded as (in, out); read as its transpose");
    }

    @Test
    void weightsAreRecordedColumnByColumn() {
        agrees(
                mlp().but(WEIGHTS, (s, a) -> Program.turned(a, 1, 0).reshape(a.shape()))
                        .judged(),
                "fc1.weight is recorded column by column; read in PyTorch's order",
                "fc2.weight is recorded as (in, out); read as its transpose");
    }

    @Test
    void weightsAreRecordedFlat() {
        agrees(
                mlp().but(WEIGHTS, (s, a) -> a.reshape(Shape.of(a.size()))).judged(),
                "fc1.weight is recorded with the shape (12,); read as (4, 3)",
                "fc2.weight is recorded with the shape (16,); read as (4, 4)");
    }

    @Test
    void biasesAreRecordedAsRowsOrColumns() {
        String said = " is recorded with the shape (1, 4); read as (4,)";
        agrees(mlp().but(BIASES, (s, a) -> a.reshape(Shape.of(1, 4))).judged(), "fc1.bias" + said, "fc2.bias" + said);
        agrees(
                mlp().but(BIASES, (s, a) -> a.reshape(Shape.of(4, 1))).judged(),
                "fc1.bias is recorded with the shape (4, 1); read as (4,)",
                "fc2.bias is recorded with the shape (4, 1); read as (4,)");
    }

    @Test
    void aGradientAloneIsReadOtherwiseWhereItsShapeLeavesNoChoice() {
        agrees(
                mlp().turned(GRADIENTS.and(s -> s.layer().equals("fc1")), 1, 0).judged(),
                "gradient/fc1/weight is recorded as (in, out); read as its transpose");
    }

    @Test
    void aSquareGradientAloneIsReadOtherwiseWhereTheWeightMovesByPyTorchs() {
        agrees(
                mlp().turned(GRADIENTS.and(s -> s.layer().equals("fc2")), 1, 0).judged(),
                "gradient/fc2/weight is recorded as (in, out); read as its transpose");
    }

    @Test
    void aSquareGradientAloneIsTheBugThatItLooksLikeWhereNothingTells() {
        Program silent = mlp().only(s -> s.phase() == Phase.GRADIENT || s.phase() == Phase.LOSS)
                .turned(GRADIENTS.and(s -> s.layer().equals("fc2")), 1, 0);
        diverges(
                silent.judged(),
                "1/gradient/fc2/weight",
                "is PyTorch's transposed: either it is computed so, which is a bug, or it alone is recorded so; record"
                        + " 0/update/fc2/weight and 1/update/fc2/weight");
    }

    @Test
    void aSquareGradientGoesWithTheOthersWhereNothingElseTells() {
        Program silent = mlp().only(s -> s.phase() == Phase.GRADIENT || s.phase() == Phase.LOSS)
                .turned(GRADIENTS, 1, 0);
        assertEquals(Verdict.AGREES, silent.judged().verdict());
    }

    @Test
    void aTranspositionThatIsComputedStaysABugInEveryLayout() {
        String fault = "linear-grad-transposed@fc2";
        String said = "and then the weight does not move by PyTorch's gradient all the same";
        diverges(mlp(fault).judged(), "1/gradient/fc2/weight", said);
        diverges(mlp(fault).turned(WEIGHTS, 1, 0).judged(), "1/gradient/fc2/weight", said);
        diverges(mlp(fault).turned(WEIGHTS, 1, 0).only(START.negate()).judged(), "1/gradient/fc2/weight", said);
        diverges(
                mlp(fault)
                        .but(WEIGHTS, (s, a) -> Program.turned(a, 1, 0).reshape(Shape.of(a.size())))
                        .judged(),
                "1/gradient/fc2/weight",
                said);
    }

    @Test
    void anotherBugInAnotherLayoutIsNamedAtItsPlace() {
        Report report =
                mlp("bias-grad-not-summed-over-batch@fc1").turned(WEIGHTS, 1, 0).judged();
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals(
                "1/gradient/fc1/bias",
                report.first().map(Compared::site).orElseThrow().toString());
    }

    @Test
    void samplesAreRecordedInColumns() {
        Report report = mlp().only(DATA.negate()).turned(FLOW, 1, 0).judged();
        agrees(
                report,
                report.audit().remarks().stream()
                        .filter(r -> r.kind() == Remark.Kind.LAYOUT)
                        .map(r -> r.about() + " is recorded as (features, samples); read as its transpose")
                        .toArray(String[]::new));
        assertEquals(7, Program.said(report, Remark.Kind.LAYOUT).size());
        Report square = new Program(folder, Program.MLP.replace("[5, ", "[4, "))
                .turned(FLOW.or(DATA), 1, 0)
                .judged();
        assertEquals(Verdict.AGREES, square.verdict());
    }

    @Test
    void predictionsOfOneNumberAreRecordedFlat() {
        String spec = Program.MLP
                .replace("\"y\": {\"randn\": [5, 4]}", "\"y\": {\"randn\": [5, 1]}")
                .replace("\"out_features\": 4}]", "\"out_features\": 1}]");
        Predicate<Site> last = FLOW.and(s ->
                s.layer().equals("fc2") && s.array().equals("y") || s.layer().equals("loss"));
        agrees(
                new Program(folder, spec)
                        .but(last.or(DATA.and(s -> s.array().equals("y"))), (s, a) -> a.reshape(Shape.of(5)))
                        .judged(),
                "data/y is recorded with the shape (5,); read as (5, 1)",
                "forward/fc2/y is recorded with the shape (5,); read as (5, 1)",
                "backward/loss/dx is recorded with the shape (5,); read as (5, 1)");
    }

    @Test
    void picturesAreRecordedWithChannelsLast() {
        String spec = """
                {"name": "conv", "steps": 1, "seed": 3, "dtype": "float64",
                 "data": {"x": {"randn": [3, 3, 3, 3]}, "y": {"randn": [3, 3, 3, 3]}},
                 "layers": [{"type": "Conv2d", "name": "conv", "in_channels": 3, "out_channels": 3, "kernel_size": 3, "padding": 1}],
                 "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1}}
                """;
        Report report = new Program(folder, spec)
                .turned(WEIGHTS, 2, 3, 1, 0)
                .turned(FLOW.or(DATA), 0, 2, 3, 1)
                .judged();
        assertEquals(Verdict.AGREES, report.verdict());
        List<String> said = Program.said(report, Remark.Kind.LAYOUT);
        assertTrue(
                said.contains("conv.weight is recorded as (height, width, in, out); read as (out, in, height, width)"),
                said::toString);
        assertTrue(
                said.contains("forward/conv/y is recorded as (samples, height, width, channels);"
                        + " read as (samples, channels, height, width)"),
                said::toString);
    }

    @Test
    void gatesAreRecordedInAnotherOrder() {
        String spec = """
                {"name": "lstm", "steps": 2, "seed": 3, "dtype": "float64",
                 "data": {"x": {"randn": [3, 2, 3]}, "y": {"randn": [3, 2, 2]}},
                 "layers": [{"type": "LSTM", "name": "lstm", "input_size": 3, "hidden_size": 2}],
                 "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1}}
                """;
        int[] order = {0, 1, 3, 2}; // i, f, o, g
        Report report = new Program(folder, spec)
                .but(s -> LEARNED.contains(s.phase()), (s, a) -> {
                    int block = a.size() / 4;
                    return a.gather(a.shape(), i -> order[i / block] * block + i % block);
                })
                .judged();
        assertEquals(Verdict.AGREES, report.verdict());
        List<String> said = Program.said(report, Remark.Kind.LAYOUT);
        assertTrue(
                said.contains(
                        "lstm.weight_ih_l0 is recorded with its gates in the order i, f, o, g; read in PyTorch's order"),
                said::toString);
    }

    @Test
    void scoresThatAreTransposedAreABug() {
        String spec = """
                {"name": "scores", "steps": 1, "seed": 3, "dtype": "float64",
                 "data": {"x": {"randn": [3, 4]}, "y": {"randn": [3, 3]}},
                 "layers": [{"type": "Linear", "name": "q", "inputs": ["data.x"], "in_features": 4, "out_features": 4},
                            {"type": "Linear", "name": "k", "inputs": ["data.x"], "in_features": 4, "out_features": 4},
                            {"type": "Permute", "name": "t", "inputs": ["k"], "dims": [1, 0]},
                            {"type": "MatMul", "name": "scores", "inputs": ["q", "t"]}],
                 "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1}}
                """;
        Program wrong = new Program(folder, spec);
        Tensor scores = Program.turned(wrong.get("1/forward/scores/y"), 1, 0);
        Tensor y = wrong.get("1/data/y");
        double loss = IntStream.range(0, 9)
                        .mapToDouble(i -> Math.pow(scores.get(i) - y.get(i), 2))
                        .sum()
                / 9;
        Report report = wrong.only(s -> s.phase() == Phase.FORWARD || s.phase() == Phase.LOSS)
                .put("1/forward/scores/y", scores)
                .put("1/loss/loss/value", Tensor.scalar(loss))
                .judged();
        diverges(report, "1/forward/scores/y", "is PyTorch's transposed, and not all others are");
    }

    @Test
    void oneNumberIsRecordedAsAScalarOrAsAVector() {
        String spec = Program.MLP
                .replace("[5, 3]", "[1, 1]")
                .replace("[5, 4]", "[1, 1]")
                .replace("\"in_features\": 3, \"out_features\": 4", "\"in_features\": 1, \"out_features\": 1")
                .replace("\"in_features\": 4, \"out_features\": 4", "\"in_features\": 1, \"out_features\": 1");
        for (Shape shape : List.of(Shape.scalar(), Shape.of(1), Shape.of(1, 1))) {
            Report report = new Program(folder, spec)
                    .but(s -> true, (s, a) -> a.reshape(shape))
                    .judged();
            assertEquals(Verdict.AGREES, report.verdict());
        }
    }
}
