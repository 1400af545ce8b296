package dev.parity.report.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Comparer;
import dev.parity.report.Examples;
import dev.parity.report.Report;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TerminalReportTest {
    private static String draw(Report report) {
        return TerminalReport.draw(List.of(report), false);
    }

    private static List<Report> all() {
        return List.of(
                Examples.agrees(),
                Examples.identical(),
                Examples.diverges(500),
                Examples.nanOnOneSide(),
                Examples.nanOnBothSides(),
                Examples.missingGradients(),
                Examples.nothingCompared(),
                Examples.wrongShape(),
                extreme("encoder.layers.11.self_attn.out_proj", -1.25e-300));
    }

    /** Long names beside the widest numbers. */
    private static Report extreme(String layer, double value) {
        Comparer comparer = new Comparer(DType.FLOAT64);
        for (int step = 1; step <= 20; step++) {
            Trace r = new Trace();
            Trace c = new Trace();
            for (String text :
                    List.of("loss/loss/value", "gradient/" + layer + "/weight", "update/" + layer + "/weight")) {
                Site site = Site.parse(100_000 * step + "/" + text);
                r.put(site, Tensor.fill(DType.FLOAT64, Shape.scalar(), i -> value));
                c.put(site, Tensor.fill(DType.FLOAT64, Shape.scalar(), i -> -1e300));
            }
            comparer.accept(r, c);
        }
        return Examples.report("a name of its own ".repeat(9), comparer.comparison());
    }

    private static Stream<String> lines(boolean colour) {
        return TerminalReport.draw(all(), colour).lines();
    }

    @Test
    void fitsAHundredColumns() {
        assertTrue(lines(false).count() > 100);
        lines(false).forEach(line -> assertTrue(line.codePointCount(0, line.length()) <= 100, line));
        lines(false).forEach(line -> assertEquals(line.stripTrailing(), line));
    }

    @Test
    void saysTheSameWithColourAndWithout() {
        String coloured = TerminalReport.draw(all(), true);
        assertTrue(coloured.contains("\u001b[1;31mDIVERGES"));
        assertTrue(coloured.contains("\u001b[1;32mAGREES"));
        assertTrue(coloured.contains("\u001b[1;33mINCONCLUSIVE"));
        assertEquals(TerminalReport.draw(all(), false), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void theVerdictComesFirstAndThePlaceNext() {
        String text = draw(Examples.diverges(3));
        assertTrue(text.startsWith("DIVERGES"));
        assertTrue(text.indexOf("layer softmax, its dx (gradient with respect to its input), step 1")
                < text.indexOf("step  loss"));
    }

    @Test
    void aNameCannotRepaintTheTerminal() {
        String text = TerminalReport.draw(List.of(extreme("fc\u001b[2J\u202e\n", 1)), false);
        assertFalse(text.contains("\u001b") || text.contains("\u202e"));
        assertTrue(text.contains("gradient/fc?[2J??/weight"), text);
    }

    @Test
    void aMismatchBeforeTheFirstStepIsSaidSo() {
        Comparer comparer = new Comparer(DType.FLOAT64);
        Trace r = new Trace();
        Trace c = new Trace();
        r.put(Site.parse("0/update/fc1/weight"), Tensor.scalar(1));
        c.put(Site.parse("0/update/fc1/weight"), Tensor.scalar(2));
        comparer.accept(r, c);
        String text = draw(Examples.report("other weights", comparer.comparison()));
        assertTrue(text.contains("First mismatch: layer fc1, its initial weight, before step 1"), text);
    }
}
