package dev.parity.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Compared;
import dev.parity.compare.Verdict;
import dev.parity.report.Origin;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.report.format.TerminalReport;
import dev.parity.run.Request;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that are passed over, miscounted or recorded too early, and data that are not the spec's: each is said. */
class StepsTest {
    @TempDir
    Path folder;

    private Program mlp(String... faults) {
        return new Program(folder, Program.MLP, faults);
    }

    private static String text(Report report) {
        return TerminalReport.draw(List.of(report), false).replaceAll("\\s+", " ");
    }

    @Test
    void stepsBeyondTheSpecsAreSaidAndNotStrict() {
        Program more = mlp().put("4/loss/loss/value", Tensor.scalar(1)).put("3/loss/loss/value", Tensor.scalar(1));
        Report report = more.judged();
        assertEquals(Verdict.AGREES, report.verdict());
        String text = text(report);
        assertTrue(
                text.contains("Only what both sides have was compared: steps 3 to 4 of the candidate passed over"),
                text);
        assertTrue(text.contains("run with --steps 4"), text);
        assertEquals(Verdict.INCONCLUSIVE, more.judged(Request.Scope.BOTH, true).verdict());
    }

    @Test
    void updatesThatAreCountedFromZeroAreRefused() {
        Program from1 = mlp();
        Tensor loss = from1.get("2/loss/loss/value");
        Program from0 = mlp().only(s -> s.step() > 0 && (s.phase() == Phase.UPDATE || s.phase() == Phase.LOSS));
        Program shifted = mlp().only(s -> false).put("1/loss/loss/value", loss);
        for (String name : List.of("fc1/weight", "fc1/bias", "fc2/weight", "fc2/bias")) {
            shifted.put("0/update/" + name, from0.get("1/update/" + name))
                    .put("1/update/" + name, from0.get("2/update/" + name));
        }
        BadInput bad = assertThrows(BadInput.class, shifted::judged);
        assertTrue(bad.getMessage()
                .contains("counts its steps from 0: 0/update/fc1/weight is the weight after the first step"));
    }

    @Test
    void aWeightThatIsTheOneBeforeTheStepIsSaidToBe() {
        Program right = mlp();
        Program early = mlp().but(
                        s -> s.phase() == Phase.UPDATE && s.step() > 0,
                        (s, a) -> right.get(s.at(s.step() - 1).toString()));
        Report report = early.judged();
        assertEquals(Verdict.DIVERGES, report.verdict());
        List<String> said = Program.said(report, Remark.Kind.UNMOVED);
        assertEquals(4, said.size(), said::toString);
        assertTrue(said.get(0).startsWith("update/fc1/weight is, to the last bit, the weight before the step"));
    }

    /** Draws two batches, and is fed one. */
    private static final String TWO = Program.MLP.replace(
            "\"data\": {\"x\": {\"randn\": [5, 3]}, \"y\": {\"randn\": [5, 4]}}",
            "\"tensors\": {\"a\": {\"randn\": [5, 3]}, \"b\": {\"randn\": [5, 3]}, \"y\": {\"randn\": [5, 4]}},"
                    + " \"data\": {\"x\": \"a\", \"y\": \"y\"}");

    private static final String OTHER = TWO.replace("\"x\": \"a\"", "\"x\": \"b\"");

    @Test
    void fromOtherDataTheArithmeticIsAuditedAllTheSame() {
        Report report = new Program(folder, OTHER).judgedBy(TWO);
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals("1/data/x", first(report));
        assertEquals(List.of(), report.audit().origins());
        assertTrue(text(report).contains("from what it was fed, every array is what its own operands make it"));
    }

    @Test
    void aMistakeInTheArithmeticShowsFromOtherDataToo() {
        Report report = new Program(folder, OTHER, "bias-grad-not-summed-over-batch@fc1").judgedBy(TWO);
        assertEquals("1/data/x", first(report));
        assertEquals(
                List.of("1/gradient/fc1/bias"),
                report.audit().origins().stream()
                        .map(Origin::site)
                        .map(Site::toString)
                        .toList());
    }

    @Test
    void whatWasFedIsAskedForWhereItIsNotRecorded() {
        Program silent = new Program(folder, OTHER).only(s -> s.phase() != Phase.DATA);
        List<String> said = Program.said(silent.judgedBy(TWO), Remark.Kind.UNRECORDED_DATA);
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains("was judged from the spec's data"), said::toString);
        assertTrue(said.get(0).contains("; record 1/data/x, by which other data"), said::toString);
    }

    @Test
    void rowsInAnotherOrderAndOtherBatchesAreRecognised() {
        String batches = Program.MLP
                .replace("[5, ", "[10, ")
                .replace("\"y\": {\"randn\": [10, 4]}", "\"y\": {\"randn\": [10, 4]}, \"batch_size\": 5");
        Program later = new Program(folder, batches);
        Tensor y = later.get("2/forward/fc1/y");
        later.only(s -> s.phase() == Phase.FORWARD && s.step() == 1 && s.layer().equals("fc1"));
        Tensor w = new Program(folder, batches).get("0/update/fc1/weight");
        Tensor b = new Program(folder, batches).get("0/update/fc1/bias");
        Tensor x = new Program(folder, batches).get("2/data/x");
        Tensor fed = Tensor.fill(y.dtype(), y.shape(), i -> {
            double sum = b.get(i % 4);
            for (int k = 0; k < 3; k++) {
                sum += x.get(i / 4 * 3 + k) * w.get(i % 4 * 3 + k);
            }
            return sum;
        });
        later.put("1/forward/fc1/y", fed);
        List<String> said = Program.said(later.judged(), Remark.Kind.UNRECORDED_DATA);
        assertTrue(
                said.get(0).contains("is what the batch of step 2 makes it: the program was fed that; record 1/data/x"),
                said::toString);

        Program turned = mlp().only(s ->
                s.phase() == Phase.FORWARD && s.step() == 1 && s.layer().equals("fc1"));
        Tensor right = turned.get("1/forward/fc1/y");
        turned.put("1/forward/fc1/y", right.gather(right.shape(), i -> (i + 4) % 20));
        said = Program.said(turned.judged(), Remark.Kind.UNRECORDED_DATA);
        assertTrue(said.get(0).contains("with its rows in the order [1, 2, 3, 4, 0]"), said::toString);
    }

    private static String first(Report report) {
        return report.first().map(Compared::site).map(Site::toString).orElseThrow();
    }
}
