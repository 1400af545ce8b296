package dev.parity.report.format;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.parity.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The report for machines, under the contract {@code parity-report/1}: one object, or an array of them for several
 * specs.
 *
 * <p>UTF-8, fields in the contract's order, one step to a line. A number that is not finite is the string "nan", "inf"
 * or "-inf"; seconds and bytes are the units of time and memory. What is written may grow by fields, never change in
 * meaning.
 *
 * <p>Beyond the contract there are:
 * <pre>
 *   decided_by    what the verdict rests on: audit, audit-only, start, spec-tolerance, asked-tolerance, end-to-end-only,
 *                 numeric, shapes, traces
 *   reasons       why it is inconclusive, a sentence each
 *   tolerance     of the end-to-end comparison, by type: rtol, atol
 *   first, seen   also elements, failing, max_abs, max_rel, rel, max_ulp, cosine, and both shapes. Where first is an origin, the
 *                 side that its origin does not blame holds what was expected: what PyTorch makes of the other's operands
 *   origins       also side (candidate, reference, both), together (what was not recorded and so judged with it),
 *                 also (sites that fail with it and follow from it), between (from: what was recorded before it, makers: the layers in
 *                 which it may be made, record: the site that halves these)
 *   findings      also right and yours (the formula as it should be and as the candidate has it, blank where they are not known), sure (false
 *                 where it may be the cause, or is only what the difference looks like: then its cause is none)
 *   remarks       kind, site, words: what is no error there. convention, false-record, unstable-formula, steady-bias,
 *                 ill-conditioned, unconsumed, layout, unmoved,
 *                 unrecorded-data, referee
 *   waver         where a side did not repeat itself: side, repetition, site, element
 *   drift         is (grown-rounding, conventions-and-rounding, consequence-of-the-origins), points: step, loss, weight, relative
 *   unseen        grade (vacuous, blind-spot, corner), what could not have been caught, change to the spec
 *   warnings      a sentence each
 *   steps         also sites and differing
 *   arrays        each array over all steps: sites, differing, since, and the figures of its worst step
 *   coverage      sites, differing, elements, failing, not_finite, faint; missing_on_reference, missing_on_candidate,
 *                 not_in_network, vacuous, each with sites and arrays; lacking (what would have to be recorded); audited
 *                 with sites, elements, together, unjudged
 * </pre>
 */
public final class JsonReport implements Format {
    /** How deep a report is broken into lines: a step, an origin, a field of {@code first} has one each. */
    private static final int BROKEN_LEVELS = 2;

    /** The shortest text that reads back as the same double, on every Java: that of Double.toString changed with 19. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String about() {
        return "for machines: every figure, under a contract";
    }

    @Override
    public void write(List<Report> reports, OutputStream out) throws IOException {
        JsonGenerator generator = JSON.createGenerator(out, JsonEncoding.UTF8);
        JsonFields json = new JsonFields(generator);
        JsonResult result = new JsonResult(json);
        boolean one = reports.size() == 1;
        generator.setPrettyPrinter(new JsonLayout(one ? BROKEN_LEVELS : BROKEN_LEVELS + 1));
        if (!one) {
            generator.writeStartArray();
        }
        for (Report report : reports) {
            json.object(() -> result.report(report));
        }
        if (!one) {
            generator.writeEndArray();
        }
        generator.writeRaw('\n');
        generator.flush();
    }
}
