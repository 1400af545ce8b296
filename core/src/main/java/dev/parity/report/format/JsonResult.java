package dev.parity.report.format;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Delta;
import dev.parity.compare.Element;
import dev.parity.compare.LossPair;
import dev.parity.compare.Measure;
import dev.parity.compare.Step;
import dev.parity.compare.Summary;
import dev.parity.compare.Tally;
import dev.parity.report.Audited;
import dev.parity.report.Finding;
import dev.parity.report.Origin;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.report.Side;
import dev.parity.report.Timing;
import dev.parity.report.Unseen;
import dev.parity.report.Waver;
import dev.parity.report.say.Drift;
import dev.parity.tensor.Shape;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.io.IOException;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** One result, in the fields that {@link JsonReport} promises. */
final class JsonResult {
    private static final String SCHEMA = "parity-report/1";

    private final JsonFields json;

    JsonResult(JsonFields json) {
        this.json = json;
    }

    void report(Report report) throws IOException {
        Comparison comparison = report.comparison();
        json.text("schema", SCHEMA);
        json.text("verdict", report.verdict().toString());
        json.text("decided_by", report.judgement().basis().toString());
        json.texts("reasons", report.judgement().reasons());
        json.object("spec", () -> {
            json.text("name", report.run().subject().name());
            json.text("path", report.run().subject().path());
            json.text("sha256", report.run().subject().sha256());
        });
        json.object("reference", () -> side(report.run().reference()));
        json.object("candidate", () -> side(report.run().candidate()));
        json.object("tolerance", () -> tolerances(comparison));
        json.object("first", report.first(), this::place);
        json.object("seen", report.seen(), this::place);
        json.objects("origins", report.audit().origins(), this::origin);
        json.objects("findings", report.audit().findings(), this::finding);
        json.objects("remarks", report.audit().remarks(), this::remark);
        json.object("waver", report.judgement().waver(), this::waver);
        json.object("drift", Drift.of(report), this::drift);
        json.objects("unseen", report.unseen(), this::unseen);
        json.texts("warnings", report.warnings());
        json.objects("steps", comparison.steps(), this::step);
        json.objects("arrays", comparison.arrays(), this::array);
        json.object("coverage", () -> coverage(report.audit().coverage(), comparison));
        json.object("timing", () -> timing(report.run().timing()));
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
        json.object("between", origin.span(), span -> {
            json.texts("from", span.from());
            json.texts("makers", span.makers());
            json.text("record", span.halfway().map(Site::toString));
        });
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
        json.text("right", finding.right());
        json.text("yours", finding.yours());
        json.truth("sure", finding.sure());
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

    private void loss(LossPair loss) throws IOException {
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
