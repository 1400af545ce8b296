package dev.parity.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Verdict;
import dev.parity.report.Report;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Right programs whose records have few digits agree at that precision, and a mistake that is larger is found at its place. */
class WrittenTest {
    private static final Map<String, DoubleUnaryOperator> WRITERS = Map.of(
            "decimals 6",
                    x -> new BigDecimal(x).setScale(6, RoundingMode.HALF_EVEN).doubleValue(),
            "decimals 8",
                    x -> new BigDecimal(x).setScale(8, RoundingMode.HALF_EVEN).doubleValue(),
            "digits 6", x -> new BigDecimal(x).round(new MathContext(6)).doubleValue(),
            "digits 9", x -> new BigDecimal(x).round(new MathContext(9)).doubleValue(),
            "float32", x -> (float) x,
            "float16", x -> Math.abs(x) < 0x1p-14 ? Math.rint(x * 0x1p24) / 0x1p24 : binary(x, 11),
            "bfloat16", x -> binary(x, 8));

    /** A number rounded to so many binary digits. */
    private static double binary(double x, int digits) {
        double unit = Math.scalb(1.0, Math.getExponent(x) + 1 - digits);
        return Math.rint(x / unit) * unit;
    }

    @TempDir
    Path folder;

    private Program written(String spec, String writer, String... faults) {
        DoubleUnaryOperator write = WRITERS.get(writer);
        return new Program(folder, spec, faults)
                .but(s -> true, (s, a) -> Tensor.fill(DType.FLOAT64, a.shape(), i -> write.applyAsDouble(a.get(i))));
    }

    private static void agrees(Report report, String words) {
        assertEquals(
                Verdict.AGREES,
                report.verdict(),
                () -> report.first() + "" + report.judgement().reasons());
        assertTrue(report.warnings().stream().anyMatch(w -> w.contains(words)), () -> report.warnings()
                .toString());
    }

    @ParameterizedTest
    @CsvSource({
        "decimals 6, of at most 6 decimals",
        "decimals 8, of at most 8 decimals",
        "digits 6,   of at most 6 digits",
        "digits 9,   of at most 9 digits",
        "float32,    float32's",
        "float16,    float16's",
        "bfloat16,   bfloat16's"
    })
    void aRightProgramAgreesInFewDigits(String writer, String words) {
        agrees(written(Program.MLP, writer).judged(), words);
        String cross = """
                {"name": "cross", "steps": 3, "seed": 5, "dtype": "float64",
                 "data": {"x": {"randn": [6, 3]}, "y": {"randint": [0, 4], "shape": [6]}},
                 "layers": [{"type": "Linear", "name": "fc1", "in_features": 3, "out_features": 5}, {"type": "BatchNorm1d", "num_features": 5},
                            {"type": "ReLU"}, {"type": "Linear", "name": "fc2", "in_features": 5, "out_features": 4}],
                 "loss": {"type": "CrossEntropyLoss"}, "optimizer": {"type": "Adam", "lr": 0.01}}
                """;
        agrees(written(cross, writer).judged(), words);
    }

    @Test
    void aProgramOfFloat32MayRecordInFloat64() {
        Program single = new Program(folder, Program.MLP, Optional.of(DType.FLOAT32));
        single.but(s -> true, (s, a) -> a.to(DType.FLOAT64));
        agrees(single.judgedBy(Program.MLP), "run with --dtype float32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"decimals 6", "decimals 8", "digits 6", "digits 9", "float32", "float16", "bfloat16"})
    void aMistakeIsFoundAtItsPlaceInFewDigits(String writer) {
        Report report = written(Program.MLP, writer, "bias-grad-not-summed-over-batch@fc1")
                .judged();
        boolean half = writer.endsWith("float16"); // by which nobody is accused
        assertEquals(half ? Verdict.INCONCLUSIVE : Verdict.DIVERGES, report.verdict());
        assertEquals(
                "1/gradient/fc1/bias", report.audit().origins().get(0).site().toString());
    }
}
