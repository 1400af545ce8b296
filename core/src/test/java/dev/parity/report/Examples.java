package dev.parity.report;

import dev.parity.compare.Comparer;
import dev.parity.compare.Comparison;
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
final class Examples {
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
    interface Candidate {
        Optional<Tensor> at(Site site, Tensor reference);
    }

    /** Right but for rounding. */
    static Report agrees() {
        return run("two layers, well done", 3, (site, r) -> Optional.of(off(r, 0x1p-51)));
    }

    static Report identical() {
        return run("a program beside itself", 1, (site, r) -> Optional.of(r));
    }

    /** The error is made in the softmax's dx and reaches all that follows from it. */
    static Report diverges(int steps) {
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

    static Report nanOnOneSide() {
        return run(
                "log of zero",
                2,
                (site, r) -> Optional.of(site.toString().equals("2/forward/fc2/y") ? with(r, 3, Double.NaN) : r));
    }

    static Report nanOnBothSides() {
        return run(
                "blown up",
                2,
                site -> site.step() == 2 && site.layer().equals("loss")
                        ? with(array(site), 0, Double.NaN)
                        : array(site),
                (site, r) -> Optional.of(r));
    }

    static Report missingGradients() {
        return run(
                "loss and one layer",
                2,
                (site, r) ->
                        site.phase() == Phase.LOSS || site.layer().equals("fc2") ? Optional.of(r) : Optional.empty());
    }

    static Report nothingCompared() {
        return run("strangers", 1, (site, r) -> Optional.empty());
    }

    static Report wrongShape() {
        return run(
                "transposed",
                1,
                (site, r) ->
                        Optional.of(site.toString().equals("1/gradient/fc2/weight") ? r.reshape(Shape.of(4, 2)) : r));
    }

    static List<Report> several() {
        return List.of(diverges(1), agrees(), nothingCompared());
    }

    private static Report run(String name, int steps, Candidate candidate) {
        return run(name, steps, Examples::array, candidate);
    }

    static Report run(String name, int steps, Function<Site, Tensor> reference, Candidate candidate) {
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
    static Report mistyped() {
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
        return Report.endToEnd(
                plain.subject(),
                plain.reference(),
                new Side("trace:run.npz", "my program 1.0", DType.FLOAT64, 0),
                List.of("the candidate records what the network does not have: layer fc_2 (did you mean fc2?)"),
                plain.comparison(),
                plain.timing());
    }

    static Report report(String name, Comparison comparison) {
        return Report.endToEnd(
                new Subject(name, "specs/" + name.replaceAll("\\W+", "-") + ".json", "0123456789abcdef".repeat(4)),
                new Side("torch", "2.7.1", DType.FLOAT64, 2),
                new Side("handwritten", "", DType.FLOAT64, 1),
                List.of(),
                comparison,
                new Timing(0.41, 0.125, 0.052, 0, 1.32, 812_345_678));
    }

    /** Quarters of either sign, others for each site and step; the ReLU is dead. */
    static Tensor array(Site site) {
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
