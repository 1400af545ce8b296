package dev.parity.report;

import dev.parity.compare.Comparer;
import dev.parity.compare.Comparison;
import dev.parity.compare.Element;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Synthetic runs of a small network, one for each way in which a report can come out. */
public final class Examples {
    static final List<String> SITES = List.of(
            "data/x",
            "forward/fc1/y",
            "forward/relu/y",
            "forward/fc2/y",
            "forward/softmax/y",
            "loss/loss/value",
            "backward/loss/dx",
            "backward/softmax/dx",
            "backward/fc2/dx",
            "backward/relu/dx",
            "gradient/fc1/weight",
            "gradient/fc2/weight",
            "update/fc1/weight",
            "update/fc2/weight");

    private Examples() {}

    /** What a candidate records at a site, if anything. */
    public interface Candidate {
        Optional<Tensor> at(Site site, Tensor reference);
    }

    /** Right but for rounding. */
    public static Report agrees() {
        return run("two layers, well done", 3, (site, r) -> Optional.of(off(r, 0x1p-51)));
    }

    public static Report identical() {
        return run("a program beside itself", 1, (site, r) -> Optional.of(r));
    }

    /** The error is made in the softmax's dx and reaches all that follows from it. */
    public static Report diverges(int steps) {
        return run(
                "softmax and squared error",
                steps,
                (site, r) -> Optional.of(
                        reached(site)
                                ? off(
                                        r,
                                        1e-3
                                                * Math.sqrt(site.step())
                                                * (1 + site.phase().ordinal()))
                                : r));
    }

    private static boolean reached(Site site) {
        return switch (site.phase()) {
            case DATA -> false;
            case FORWARD, LOSS -> site.step() > 1;
            case BACKWARD -> site.step() > 1 || !site.layer().equals("loss");
            default -> true;
        };
    }

    public static Report nanOnOneSide() {
        return run(
                "log of zero",
                2,
                (site, r) -> Optional.of(site.toString().equals("2/forward/fc2/y") ? with(r, 3, Double.NaN) : r));
    }

    public static Report nanOnBothSides() {
        return run(
                "blown up",
                2,
                site -> site.step() == 2 && site.layer().equals("loss")
                        ? with(array(site), 0, Double.NaN)
                        : array(site),
                (site, r) -> Optional.of(r));
    }

    public static Report missingGradients() {
        return run(
                "loss and one layer",
                2,
                (site, r) ->
                        site.phase() == Phase.LOSS || site.layer().equals("fc2") ? Optional.of(r) : Optional.empty());
    }

    public static Report nothingCompared() {
        return run("strangers", 1, (site, r) -> Optional.empty());
    }

    public static Report wrongShape() {
        return run(
                "transposed",
                1,
                (site, r) ->
                        Optional.of(site.toString().equals("1/gradient/fc2/weight") ? r.reshape(Shape.of(4, 2)) : r));
    }

    /** All that an audit hands over: origins of either side, remarks, and what could not have been seen. */
    public static Report audited() {
        Report plain = diverges(1);
        Site softmax = Site.parse("1/backward/softmax/dx");
        Site fc1 = Site.parse("3/gradient/fc1/weight");
        Remark.Kind unconsumed = Remark.Kind.UNCONSUMED;
        String nothing = "is read by nothing that was recorded, so a false record of it would not show";
        return new Report(
                plain.run(),
                Judgement.diverges(Basis.AUDIT, plain.first().orElseThrow()),
                new Audit(
                        List.of(
                                new Origin(softmax, 500, 0.29, Double.POSITIVE_INFINITY, 4e15, 1.5e14, 2e-15),
                                new Origin(
                                        fc1,
                                        1,
                                        0.5,
                                        0.25,
                                        4e15,
                                        2e13,
                                        3e-15,
                                        Blame.REFERENCE,
                                        List.of("forward/relu/y", "backward/relu/dx"),
                                        List.of(Site.parse("3/backward/fc1/dx")),
                                        Optional.of(new Span(
                                                List.of("the data"),
                                                List.of("relu", "fc1"),
                                                Optional.of(Site.parse("3/forward/relu/y")))))),
                        List.of(new Finding(
                                "softmax-jacobian-diagonal-only",
                                softmax,
                                1,
                                0.29,
                                1.1e-16,
                                "the Jacobian's diagonal alone",
                                "subtract Σ s·g from g",
                                List.of("softmax-over-the-wrong-dim"),
                                "dx[n,k] = y*(dy - sum_k dy*y)",
                                "dx[n,k] = y*(dy - dy*y)",
                                true)),
                        List.of(
                                new Remark(
                                        Remark.Kind.CONVENTION,
                                        Site.parse("1/backward/fc2/dx"),
                                        "is -1 times PyTorch's, and the update undoes it"),
                                new Remark(unconsumed, Site.parse("500/update/fc1/weight"), nothing),
                                new Remark(unconsumed, Site.parse("500/update/fc2/weight"), nothing)),
                        new Audited(7000, 2_204_500, 0, 12)),
                List.of(new Unseen(
                        Unseen.Grade.BLIND_SPOT,
                        "a mean over the batch in place of one over the classes, as there are 4 of each",
                        "give the batch another size")),
                plain.warnings(),
                plain.comparison());
    }

    /** Each array is what its own operands make it, and the free runs drift apart; and what could not be seen. */
    public static Report drifts() {
        Report plain = run(
                "three steps of chaos",
                3,
                (site, r) -> Optional.of(site.phase() == Phase.DATA ? r : off(r, 1e-13 * Math.pow(100, site.step()))));
        return new Report(
                plain.run(),
                Judgement.agrees(Basis.AUDIT),
                new Audit(List.of(), List.of(), List.of(), new Audited(42, 315, 3, 2)),
                List.of(
                        new Unseen(
                                Unseen.Grade.BLIND_SPOT,
                                "a transposed weight (fc1.weight), since it is symmetric",
                                "draw it"),
                        new Unseen(
                                Unseen.Grade.BLIND_SPOT,
                                "a sum over the batch, since a batch is one row",
                                "give it three"),
                        new Unseen(
                                Unseen.Grade.CORNER, "another derivative of ReLU at exactly 0", "let one input be 0"),
                        new Unseen(Unseen.Grade.BLIND_SPOT, "a division by p in place of 1 - p", "write \"p\": 0.3")),
                List.of(),
                plain.comparison());
    }

    /** The candidate computes other bits when it is run again, whatever else is wrong with it. */
    public static Report wavers() {
        Site site = Site.parse("1/forward/fc2/y");
        Waver waver =
                new Waver(Blame.CANDIDATE, 3, site, Optional.of(new Element(List.of(1, 2), 0.25, Math.nextUp(0.25))));
        Report all = audited();
        return new Report(
                all.run(),
                all.judgement().because("The candidate does not repeat itself", waver),
                all.audit(),
                all.unseen(),
                all.warnings(),
                all.comparison());
    }

    /** Nothing was compared to a reference. */
    public static Report auditedAlone() {
        Report plain = drifts();
        Run run = plain.run();
        return new Report(
                new Run(run.subject(), new Side("torch", "not run", DType.FLOAT64, 0), run.candidate(), run.timing()),
                Judgement.agrees(Basis.AUDIT_ONLY),
                new Audit(List.of(), List.of(), List.of(), plain.audit().coverage()),
                List.of(),
                List.of(),
                new Comparer(DType.FLOAT64).comparison());
    }

    public static List<Report> several() {
        return List.of(diverges(1), agrees(), nothingCompared());
    }

    private static Report run(String name, int steps, Candidate candidate) {
        return run(name, steps, Examples::array, candidate);
    }

    public static Report run(String name, int steps, Function<Site, Tensor> reference, Candidate candidate) {
        Comparer comparer = new Comparer(DType.FLOAT64);
        for (int step = 1; step <= steps; step++) {
            Trace r = new Trace();
            Trace c = new Trace();
            for (String text : SITES) {
                Site site = Site.parse(step + "/" + text);
                Tensor array = reference.apply(site);
                r.put(site, array);
                candidate.at(site, array).ifPresent(a -> c.put(site, a));
            }
            comparer.accept(r, c);
        }
        return report(name, comparer.comparison());
    }

    /** A program of somebody's, in which a layer has another name. */
    public static Report mistyped() {
        Comparer comparer = new Comparer(DType.FLOAT64);
        Trace r = new Trace();
        Trace c = new Trace();
        for (String text : SITES) {
            Site site = Site.parse("1/" + text);
            r.put(site, array(site));
            if (site.layer().equals("fc2")) {
                comparer.unknown(new Site(1, site.phase(), "fc_2", site.array()));
            } else {
                c.put(site, array(site));
            }
        }
        comparer.accept(r, c);
        Report plain = report("a layer of another name", comparer.comparison());
        Run run = plain.run();
        return new Report(
                new Run(
                        run.subject(),
                        run.reference(),
                        new Side("trace:run.npz", "my program 1.0", DType.FLOAT64, 0),
                        run.timing()),
                plain.judgement(),
                Audit.NONE,
                List.of(),
                List.of("the candidate records what the network does not have: layer fc_2 (did you mean fc2?)"),
                plain.comparison());
    }

    public static Report report(String name, Comparison comparison) {
        Run run = new Run(
                new Subject(name, "specs/" + name.replaceAll("\\W+", "-") + ".json", "0123456789abcdef".repeat(4)),
                new Side("torch", "2.7.1", DType.FLOAT64, 2),
                new Side("handwritten", "", DType.FLOAT64, 1),
                new Timing(0.41, 0.125, 0.052, 0, 1.32, 812_345_678));
        return new Report(
                run,
                Judgement.endToEnd(Basis.END_TO_END_ONLY, comparison),
                Audit.NONE,
                List.of(),
                List.of(),
                comparison);
    }

    /** Quarters of either sign, others for each site and step; the ReLU is dead. */
    public static Tensor array(Site site) {
        if (site.array().equals("value")) {
            return Tensor.scalar(29.7599750339 - 0.001953125 * (site.step() - 1));
        }
        int seed = SITES.indexOf(site.at(1).toString().substring(2)) + site.step();
        boolean dead = site.layer().equals("relu") && site.phase() == Phase.FORWARD;
        return Tensor.fill(DType.FLOAT64, Shape.of(2, 4), i -> dead ? 0 : (Math.floorMod(i * 5 + seed, 9) - 4) / 4.0);
    }

    /** The array with errors of a relative size, other ones for even and odd elements. */
    private static Tensor off(Tensor array, double size) {
        return Tensor.fill(DType.FLOAT64, array.shape(), i -> array.get(i) * (i % 2 == 0 ? 1 + size : 1 - size / 2));
    }

    private static Tensor with(Tensor array, int offset, double value) {
        return Tensor.fill(DType.FLOAT64, array.shape(), i -> i == offset ? value : array.get(i));
    }
}
