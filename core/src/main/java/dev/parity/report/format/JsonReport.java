package dev.parity.report.format;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Delta;
import dev.parity.compare.Element;
import dev.parity.compare.Loss;
import dev.parity.compare.Measure;
import dev.parity.compare.Step;
import dev.parity.compare.Summary;
import dev.parity.compare.Tally;
import dev.parity.report.Audited;
import dev.parity.report.Finding;
import dev.parity.report.Origin;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.report.ReportFile;
import dev.parity.report.Side;
import dev.parity.report.Timing;
import dev.parity.report.Unseen;
import dev.parity.report.UnwritableReport;
import dev.parity.report.Waver;
import dev.parity.report.say.Drift;
import dev.parity.tensor.Shape;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

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
 *                 also (sites that fail with it and follow from it)
 *   remarks       kind, site, words: what is no error there. convention, false-record, unstable-formula, steady-bias,
 *                 ill-conditioned, unconsumed, layout, referee
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
public final class JsonReport {
    private static final String SCHEMA = "parity-report/1";

    /** How deep a report is broken into lines: a step, an origin, a field of {@code first} has one each. */
    private static final int BROKEN_LEVELS = 2;

    /** The shortest text that reads back as the same double, on every Java: that of Double.toString changed with 19. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final JsonFields json;

    private JsonReport(JsonFields json) {
        this.json = json;
    }

    /**
     * Writes the reports to a file, whole or not at all.
     *
     * @throws UnwritableReport where that fails
     */
    public static void write(List<Report> reports, Path path) {
        ReportFile.write(path, out -> write(reports, out));
    }

    static void write(List<Report> reports, OutputStream out) throws IOException {
        JsonGenerator generator = JSON.createGenerator(out, JsonEncoding.UTF8);
        JsonFields json = new JsonFields(generator);
        JsonReport writer = new JsonReport(json);
        boolean one = reports.size() == 1;
        generator.setPrettyPrinter(new JsonLayout(one ? BROKEN_LEVELS : BROKEN_LEVELS + 1));
        if (!one) {
            generator.writeStartArray();
        }
        for (Report report : reports) {
            json.object(() -> writer.report(report));
        }
        if (!one) {
            generator.writeEndArray();
        }
        generator.writeRaw('\n');
        generator.flush();
    }

    private void report(Report report) throws IOException {
        Comparison comparison = report.comparison();
        json.text("schema", SCHEMA);
        json.text("verdict", report.verdict().toString());
        json.text("decided_by", report.basis().toString());
        json.texts("reasons", report.reasons());
        json.object("spec", () -> {
            json.text("name", report.subject().name());
            json.text("path", report.subject().path());
            json.text("sha256", report.subject().sha256());
        });
        json.object("reference", () -> side(report.reference()));
        json.object("candidate", () -> side(report.candidate()));
        json.object("tolerance", () -> tolerances(comparison));
        json.object("first", report.first(), this::place);
        json.object("seen", report.seen(), this::place);
        json.objects("origins", report.origins(), this::origin);
        json.objects("findings", report.findings(), this::finding);
        json.objects("remarks", report.remarks(), this::remark);
        json.object("waver", report.waver(), this::waver);
        json.object("drift", Drift.of(report), this::drift);
        json.objects("unseen", report.unseen(), this::unseen);
        json.texts("warnings", report.warnings());
        json.objects("steps", comparison.steps(), this::step);
        json.objects("arrays", comparison.arrays(), this::array);
        json.object("coverage", () -> coverage(report.coverage(), comparison));
        json.object("timing", () -> timing(report.timing()));
    }

    private void side(Side side) throws IOException {
        json.text("engine", side.engine());
        json.text("version", side.version());
        json.text("dtype", side.dtype().toString());
        json.integer("threads", side.threads());
    }

    private void tolerances(Comparison comparison) throws IOException {
        for (var entry : comparison.tolerances().entrySet()) {
            json.object(entry.getKey().toString(), () -> {
                json.number("rtol", entry.getValue().rtol());
                json.number("atol", entry.getValue().atol());
            });
        }
    }

    private void place(Compared compared) throws IOException {
        Site site = compared.site();
        Measure measure = compared.measure();
        json.text("site", site.toString());
        json.integer("step", site.step());
        json.text("phase", site.phase().toString());
        json.text("layer", site.layer());
        json.text("array", site.array());
        worst(measure.worst());
        figures(measure);
        shape("reference_shape", measure.reference());
        shape("candidate_shape", measure.candidate());
    }

    private void worst(Optional<Element> element) throws IOException {
        if (element.isPresent()) {
            json.number("reference", element.get().reference());
            json.number("candidate", element.get().candidate());
            json.integers("index", element.get().index());
        } else {
            json.none("reference");
            json.none("candidate");
            json.none("index");
        }
    }

    private void figures(Measure measure) throws IOException {
        json.integer("elements", measure.elements());
        json.integer("failing", measure.failing());
        json.number("max_abs", measure.maxAbs());
        json.number("max_rel", measure.maxRel());
        json.number("rel", measure.relNorm());
        json.count("max_ulp", measure.maxUlp());
        json.number("cosine", measure.cosine());
    }

    private void shape(String name, Shape shape) throws IOException {
        json.integers(name, IntStream.of(shape.dims()).boxed().toList());
    }

    private void origin(Origin origin) throws IOException {
        Site site = origin.site();
        json.text("site", site.toString());
        json.text("layer", site.layer());
        json.text("phase", site.phase().toString());
        json.text("array", site.array());
        json.integer("first_step", site.step());
        json.integer("steps", origin.steps());
        json.number("max_abs", origin.maxAbs());
        json.number("max_rel", origin.maxRel());
        json.count("max_ulp", origin.maxUlp());
        json.number("noise", origin.noise());
        json.number("allowed", origin.allowed());
        json.text("side", origin.side().toString());
        json.texts("together", origin.together());
        json.texts("also", origin.also().stream().map(Site::toString).toList());
    }

    private void remark(Remark remark) throws IOException {
        json.text("kind", remark.kind().toString());
        json.text("site", remark.site().toString());
        json.text("words", remark.words());
    }

    private void waver(Waver waver) throws IOException {
        json.text("side", waver.side().toString());
        json.integer("repetition", waver.repetition());
        json.text("site", waver.site().toString());
        json.object("element", waver.element(), element -> {
            json.integers("index", element.index());
            json.number("first", element.reference());
            json.number("again", element.candidate());
        });
    }

    private void drift(Drift drift) throws IOException {
        json.text("is", drift.cause().toString());
        json.objects("points", drift.points(), point -> {
            json.integer("step", point.step());
            json.number("loss", point.loss());
            json.number("weight", point.weight());
        });
    }

    private void unseen(Unseen unseen) throws IOException {
        json.text("grade", unseen.grade().toString());
        json.text("what", unseen.what());
        json.text("change", unseen.change());
    }

    private void finding(Finding finding) throws IOException {
        json.text("cause", finding.cause());
        json.text("site", finding.site().toString());
        json.text("layer", finding.site().layer());
        json.number("explained", finding.explained());
        json.number("before", finding.before());
        json.number("after", finding.after());
        json.text("words", finding.words());
        json.text("advice", finding.advice());
        json.texts("also", finding.also());
    }

    private void step(Step step) throws IOException {
        json.integer("step", step.step());
        json.integer("sites", step.sites());
        json.integer("differing", step.differing());
        json.object("loss", step.loss(), this::loss);
        json.object("gradient", () -> {
            for (Delta delta : step.gradient()) {
                json.object(delta.name(), () -> {
                    delta(delta);
                    json.number("cosine", delta.cosine());
                });
            }
        });
        json.object("weight", () -> {
            for (Delta delta : step.weight()) {
                json.object(delta.name(), () -> delta(delta));
            }
        });
    }

    private void loss(Loss loss) throws IOException {
        json.number("reference", loss.reference());
        json.number("candidate", loss.candidate());
        json.number("abs", loss.abs());
        json.number("rel", loss.rel());
    }

    private void delta(Delta delta) throws IOException {
        json.number("abs", delta.abs());
        json.number("rel", delta.rel());
    }

    /** One array over all steps, with the figures of its worst step. */
    private void array(Summary summary) throws IOException {
        Slot slot = summary.slot();
        json.text("phase", slot.phase().toString());
        json.text("layer", slot.layer());
        json.text("array", slot.array());
        json.integer("sites", summary.tally().sites());
        json.integer("differing", summary.tally().differing());
        json.integer("since", summary.since());
        json.object("worst", summary.worst(), worst -> {
            json.integer("step", worst.site().step());
            figures(worst.measure());
        });
    }

    private void coverage(Audited audited, Comparison comparison) throws IOException {
        Tally total = comparison.total();
        json.integer("sites", total.sites());
        json.integer("differing", total.differing());
        json.integer("elements", total.elements());
        json.integer("failing", total.failing());
        json.integer("not_finite", total.notFinite());
        json.integer("faint", total.faint());
        json.object("missing_on_reference", () -> named(comparison, Tally::missingOnReference));
        json.object("missing_on_candidate", () -> named(comparison, Tally::missingOnCandidate));
        json.object("not_in_network", () -> named(comparison, Tally::unknown));
        json.object("vacuous", () -> named(comparison, Tally::vacuous));
        json.text("lacking", comparison.lacking());
        json.object("audited", () -> {
            json.integer("sites", audited.sites());
            json.integer("elements", audited.elements());
            json.integer("together", audited.together());
            json.integer("unjudged", audited.unjudged());
        });
    }

    /** Sites of one kind: how many, and which arrays they are. */
    private void named(Comparison comparison, ToIntFunction<Tally> count) throws IOException {
        json.integer("sites", count.applyAsInt(comparison.total()));
        json.texts(
                "arrays",
                comparison.having(count).stream().map(s -> s.slot().toString()).toList());
    }

    private void timing(Timing timing) throws IOException {
        json.number("reference", timing.reference());
        json.number("candidate", timing.candidate());
        json.number("comparing", timing.comparing());
        json.number("auditing", timing.auditing());
        json.number("total", timing.total());
        json.integer("peak_memory", timing.peakMemory());
    }
}
