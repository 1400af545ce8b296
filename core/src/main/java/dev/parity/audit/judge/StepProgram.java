package dev.parity.audit.judge;

import dev.parity.audit.Allowance;
import dev.parity.audit.plan.Expected;
import dev.parity.audit.plan.Plan;
import dev.parity.audit.script.AuditScript;
import dev.parity.audit.script.JudgeScript;
import dev.parity.audit.script.Reached;
import dev.parity.audit.script.StepScript;
import dev.parity.engine.TorchProgram;
import dev.parity.engine.TorchProgram.Lent;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@link StepScript}, compiled, and how it is used: every array is screened where libtorch has left it, and what is found suspect goes
 * back for its deviations. What is beyond these has a {@link SecondLook}.
 */
final class StepProgram implements AutoCloseable {
    /** What is run from here and from second looks: an operation, and another formula of it. */
    private static final Pattern CALLED = Pattern.compile("step|suspects|usual|look|[elu]\\d+|[ixy]\\d+_\\d+");

    private final Experiment experiment;
    private final Plan plan;
    private final StepScript script;
    private final TorchProgram torch;
    private final List<Array> arrays;
    private final Map<Integer, Tensor> usual = new HashMap<>();

    /** @param operations the methods of {@link AuditScript} */
    StepProgram(Experiment experiment, Plan plan, String operations, int threads) {
        this.experiment = experiment;
        this.plan = plan;
        this.script = new StepScript(experiment, plan);
        this.arrays = script.judged().stream().map(this::array).toList();
        this.torch = new TorchProgram(Reached.of(operations + script.code(), CALLED), threads);
    }

    private Array array(Site site) {
        Expected expected = script.expected(site);
        boolean products = script.parts(expected).stream()
                .allMatch(p ->
                        experiment.nodes().get(p.operation()).layer().rounding().addsProducts());
        return new Array(site, expected.operation(), expected.together(), script.before(site), products);
    }

    /**
     * One that is judged.
     *
     * @param site of step 0
     * @param operation that makes it
     * @param together sites of what was not recorded and so is judged with it
     * @param before where among the operands it is as it was before the step; -1 if nowhere
     * @param products whether all that nodes add to it is made of products, whose sizes differ by column too
     */
    private record Array(Site site, int operation, Set<Site> together, int before, boolean products) {}

    StepScript script() {
        return script;
    }

    /** @param carried for each name that the script carries, its value and its scatter */
    record Result(List<Judged> judged, List<Tensor> carried) {}

    /**
     * @param roundoffs of each operation
     * @param recent errors of the audit that this is a step of
     */
    Result judge(int step, Trace candidate, List<Tensor> operands, Tensor roundoffs, RecentErrors recent) {
        List<Judged> judged = new ArrayList<>();
        List<Suspect> suspects = new ArrayList<>();
        Unfounded unfounded = new Unfounded(script, operands, roundoffs);
        torch.lend(
                "step", Stream.concat(Stream.of(roundoffs), operands.stream()).toList(), lent -> {
                    for (int i = 0; i < arrays.size(); i++) {
                        Array array = arrays.get(i);
                        Site site = array.site.at(step);
                        Tensor c = candidate.get(site).orElseThrow();
                        Lent e = lent.get(i);
                        if (c.size() != e.shape().size()) {
                            judged.add(Judged.misshapen(site, array.together, e.copy()));
                            continue;
                        }
                        Screen screen = screen(step, i, c, e, operands, roundoffs, recent);
                        long bad = unfounded.in(site, array.operation, array.together, screen, e);
                        if (bad > 0) {
                            judged.add(Judged.notFinite(site, c.size(), bad, array.together, e.copy()));
                            continue;
                        }
                        Judged near = Judged.near(site, c.size(), screen.trend(), array.together);
                        Optional<Judged> told = told(near, i, screen, lent, roundoff(i, roundoffs));
                        judged.add(told.orElse(near));
                        if (!screen.clean() && told.isEmpty()) {
                            suspects.add(new Suspect(i, screen));
                        }
                    }
                });
        if (suspects.isEmpty() && script.carried().isEmpty()) {
            return new Result(judged, List.of());
        }
        List<Tensor> results = torch.run("suspects", arguments(step, suspects, roundoffs, recent));
        int next = 1 + remember(step, results.subList(1, results.size()), recent);
        for (int m = 0; m < suspects.size(); m++) {
            int i = suspects.get(m).number;
            Judged one = row(judged.get(i), results.get(0), m);
            if (!one.passes()) {
                one = one.expecting(results.get(next));
                one = new SecondLook(experiment, script, torch, operands)
                        .at(
                                one,
                                candidate.get(one.site()).orElseThrow(),
                                results.get(next + 1),
                                roundoff(i, roundoffs));
                next += 2;
            }
            judged.set(i, one);
        }
        return new Result(judged, results.subList(next, results.size()));
    }

    /** What the operands make, as sites of the step. */
    Map<Site, Tensor> made(int step, List<Tensor> operands, Tensor roundoffs) {
        Map<Site, Tensor> made = new HashMap<>();
        torch.lend(
                "step", Stream.concat(Stream.of(roundoffs), operands.stream()).toList(), lent -> {
                    for (int i = 0; i < arrays.size(); i++) {
                        made.put(arrays.get(i).site.at(step), lent.get(i).copy());
                    }
                });
        return made;
    }

    /** Takes what runs in float32 have shown; returns of how many results that was. */
    private int remember(int step, List<Tensor> results, RecentErrors recent) {
        int next = 0;
        for (int i : script.shows()) {
            double runs = results.get(next + 2).get(0);
            if (runs > 0) {
                recent.add(arrays.get(i).site, new Float32Error(step, results.get(next), results.get(next + 1), runs));
            }
            next += 3;
        }
        return next;
    }

    /** The number of an array in which something was found, and what. */
    private record Suspect(int number, Screen screen) {}

    private Screen screen(
            int step, int i, Tensor c, Lent e, List<Tensor> operands, Tensor roundoffs, RecentErrors recent) {
        double u = roundoff(i, roundoffs);
        Screen screen = Screen.of(c, e, u, plan.whole());
        if (screen.clean()) {
            return screen;
        }
        if (plan.whole()) {
            return screen.together(u);
        }
        Array array = arrays.get(i);
        if (array.before >= 0) {
            return screen.moved(e, operands.get(array.before), u);
        }
        Screen beside = screen.beside(e, u, usual(step, roundoffs).get(i), array.products);
        if (beside.clean()) {
            return beside;
        }
        return recent.at(step, array.site, e)
                .map(error -> beside.like(e, u, error))
                .orElse(beside);
    }

    /** An array in which something is far, if its deviations came with the step and it is within what they allow. */
    private Optional<Judged> told(Judged near, int i, Screen screen, List<Lent> lent, double u) {
        int told = script.told().indexOf(i);
        if (screen.clean() || told < 0) {
            return Optional.empty();
        }
        Lent deviations = lent.get(arrays.size() + told);
        return Optional.of(screen.furthest(lent.get(i), deviations, u))
                .filter(f -> f.noise() <= Allowance.DEVIATIONS)
                .map(f -> near.measured(0, f.noise(), f.allowed(), 0));
    }

    private double roundoff(int i, Tensor roundoffs) {
        return roundoffs.get(arrays.get(i).operation);
    }

    /** It depends on shapes alone, and these on how many rows the batch has, of which the last of an epoch may have fewer. */
    private Tensor usual(int step, Tensor roundoffs) {
        return usual.computeIfAbsent(experiment.data().rows(step), rows -> torch.run("usual", List.of(roundoffs))
                .get(0));
    }

    private List<Tensor> arguments(int step, List<Suspect> suspects, Tensor roundoffs, RecentErrors recent) {
        List<Tensor> arguments = new ArrayList<>();
        arguments.add(roundoffs);
        arguments.add(Tensor.fill(
                DType.INT64,
                Shape.of(suspects.size(), 2),
                k -> k % 2 == 0
                        ? suspects.get(k / 2).number
                        : suspects.get(k / 2).screen.finite() ? 0 : 1));
        arguments.add(Tensor.of(Shape.of(2), recent.number(), (double) step));
        for (Suspect suspect : suspects) {
            Screen s = suspect.screen;
            arguments.add(Tensor.of(Shape.of(s.far().length), s.far()));
            arguments.add(Tensor.of(Shape.of(s.values().length), s.values()));
        }
        return arguments;
    }

    private static Judged row(Judged screened, Tensor rows, int m) {
        int r = m * JudgeScript.WIDTH;
        return screened.measured((long) rows.get(r), rows.get(r + 1), rows.get(r + 2), (long) rows.get(r + 3));
    }

    @Override
    public void close() {
        torch.close();
    }
}
