package dev.parity.score;

import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.audit.rule.Closure;
import dev.parity.audit.rule.Excused;
import dev.parity.audit.rule.Ledger;
import dev.parity.audit.rule.Ruling;
import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.graph.Batch;
import dev.parity.nn.optim.SGD;
import dev.parity.spec.Experiment;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code scripts/score conventions}: programs with a habit of their own, of which a part is recorded, with no fault, one or two. No array that
 * is right may be accused, and no fault cleared or missed.
 *
 * <p>A place is kept for habits of layout and precision: both are read before anything is judged.
 */
final class Habits {
    /** A fault that moves no element by as much of its array's largest may be too small to be seen. */
    private static final double PLAIN = 1e-2;

    private final Map<String, int[]> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int programs;
    private int faults;
    private int missed;
    private int strangers;

    /** @return what was not as wanted, none if all was */
    static Habits of(int count, long seed, int first) {
        Habits habits = new Habits();
        for (int number = first; number < first + count; number++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L);
            random.nextLong();
            try {
                habits.program(number, random);
            } catch (RuntimeException broken) {
                habits.wrong.add(number + " broke: " + broken);
            }
        }
        return habits;
    }

    private void program(int number, Random random) {
        Habit habit = Habit.draw(random);
        Experiment experiment = Networks.read(Course.draw(random, habit != Habit.NONE && random.nextInt(4) > 0));
        boolean adaptive = experiment.training().orElseThrow().optimizers().values().stream()
                .anyMatch(o -> !(o instanceof SGD));
        if (adaptive && (habit == Habit.MEAN_IN_UPDATE || habit == Habit.SIGN_TO_THE_END)) {
            habit = Habit.MEAN_IN_GRADIENTS; // an adaptive step would not show that a factor is undone
        }
        Start start = Start.draw(experiment);
        Trace plain = first(experiment, start);
        List<Spoilt.Planting> planted = plant(plain, habit, random.nextInt(3), random);
        Set<Slot> left = leaves(plain, planted, habit, random);
        Spoilt spoilt = new Spoilt(experiment, planted);
        Set<Slot> masked = new HashSet<>();
        Map<Slot, Site> accused = run(experiment, start, spoilt, habit, left, masked);

        programs++;
        List<Spoilt.Planting> plainly = planted.stream()
                .filter(p -> spoilt.moved(p).relative() > PLAIN && !masked.contains(p.slot()))
                .toList();
        List<Spoilt.Planting> lost =
                plainly.stream().filter(p -> !accused.containsKey(p.slot())).toList();
        List<Site> innocent = accused.values().stream()
                .filter(s -> planted.stream().noneMatch(p -> p.slot().equals(s.slot()) || comesOf(s, p.slot())))
                .toList();
        faults += plainly.size();
        missed += lost.size();
        strangers += innocent.size();
        boolean good = lost.isEmpty() && innocent.isEmpty();
        int[] n = counts.computeIfAbsent(habit + ", " + planted.size() + " planted", k -> new int[2]);
        n[0]++;
        n[1] += good ? 1 : 0;
        if (!good) {
            wrong.add(number + " " + experiment.dtype() + " " + habit + ": planted " + planted
                    + (lost.isEmpty() ? "" : ", missed " + lost)
                    + (innocent.isEmpty() ? "" : ", not planted " + innocent));
        }
    }

    /** A layer's gradients may be computed from its wrong output. */
    private static boolean comesOf(Site site, Slot planted) {
        boolean gradient = site.phase() == Phase.BACKWARD || site.phase() == Phase.GRADIENT;
        return planted.phase() == Phase.FORWARD && planted.layer().equals(site.layer()) && gradient
                || planted.phase() == Phase.UPDATE && site.isStateOf(planted.name()); // in what units is not known then
    }

    private static Trace first(Experiment experiment, Start start) {
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of())) {
            return engine.step(start.batch(1));
        }
    }

    /**
     * Faults that are wrong at any scale: a gradient over the rows is right where it is recorded times the rows, and then it is the update that is
     * wrong; and of a dL/dx that is times a factor it cannot be known which is its habit.
     */
    private static List<Spoilt.Planting> plant(Trace trace, Habit habit, int wanted, Random random) {
        List<Site> sites = trace.sites().stream()
                .filter(s -> s.phase() == Phase.FORWARD
                        || s.phase() == Phase.BACKWARD
                        || s.phase() == Phase.GRADIENT
                        || s.phase() == Phase.UPDATE)
                .filter(s -> trace.get(s).orElseThrow().size() > 1 || s.phase() == Phase.GRADIENT)
                .toList();
        List<Spoilt.Planting> faults = new ArrayList<>();
        while (faults.size() < wanted) {
            Slot site = sites.get(random.nextInt(sites.size())).slot();
            boolean back = site.phase() == Phase.BACKWARD;
            Form[] forms = back
                    ? new Form[] {Form.ROW, Form.ELEMENT, Form.TRANSPOSE}
                    : new Form[] {Form.ROW, Form.ELEMENT, Form.TRANSPOSE, Form.SCALE, Form.SIGN, Form.MEAN};
            Form form = forms[random.nextInt(forms.length)];
            if (site.phase() == Phase.GRADIENT && habit.undoes(form)) {
                form = Form.ELEMENT;
            }
            double eps = new double[] {1, 2, 0.5, 0.37}[random.nextInt(4)];
            if (faults.stream().noneMatch(f -> f.slot().layer().equals(site.layer()))) {
                faults.add(new Spoilt.Planting(site, form, eps, random.nextInt(1 << 20), Optional.empty(), 0));
            } else if (random.nextInt(20) == 0) {
                break;
            }
        }
        return faults;
    }

    /** What is recorded: all that is needed to know a habit, and a part of the rest. */
    private static Set<Slot> leaves(Trace trace, List<Spoilt.Planting> planted, Habit habit, Random random) {
        double share = random.nextBoolean() ? 0 : 0.3;
        boolean undone =
                habit == Habit.MEAN_IN_UPDATE || habit == Habit.SIGN_TO_THE_END || habit == Habit.RATE_IN_STATE;
        Set<Slot> left = new LinkedHashSet<>();
        for (Site site : trace.sites()) {
            boolean needed = site.phase() == Phase.LOSS
                    || site.phase() == Phase.GRADIENT
                    || undone && (site.phase() == Phase.UPDATE || site.phase() == Phase.STATE)
                    || planted.stream().anyMatch(p -> p.slot().equals(site.slot()));
            if (needed || random.nextDouble() >= share) {
                left.add(site.slot());
            }
        }
        return left;
    }

    /** The arrays that are accused, each where it is first. */
    private static Map<Slot, Site> run(
            Experiment experiment, Start start, Spoilt spoilt, Habit habit, Set<Slot> left, Set<Slot> masked) {
        Map<Slot, Site> accused = new LinkedHashMap<>();
        List<Excused> let = new ArrayList<>();
        Ledger ledger = new Ledger();
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, spoilt);
                Auditor auditor = new Auditor(experiment, start, experiment.dtype(), 1)) {
            for (int step = 1; step <= experiment.steps(); step++) {
                Batch batch = start.batch(step);
                Trace all = habit.of(experiment, step, 0.1, engine.step(batch));
                Trace trace = new Trace();
                all.forEach((site, array) -> {
                    if (left.contains(site.slot())) {
                        trace.put(site, array);
                    }
                });
                List<Judged> judged = auditor.step(batch, trace);
                Ruling ruling = Closure.of(experiment, auditor, ledger, judged, trace, step);
                ruling.origins().forEach(j -> accused.putIfAbsent(j.site().slot(), j.site()));
                let.addAll(ruling.excused());
            }
        }
        let.stream()
                .filter(e -> e.reason() == Excused.Reason.MASKED)
                .forEach(e -> masked.add(e.site().slot()));
        let.stream()
                .filter(e -> e.owed() && !ledger.settled(e.site()))
                .forEach(e -> accused.putIfAbsent(e.site().slot(), e.site()));
        return accused;
    }

    boolean good() {
        return wrong.isEmpty();
    }

    List<String> wrong() {
        return wrong;
    }

    String report() {
        StringBuilder text = new StringBuilder();
        wrong.forEach(w -> text.append(w).append('\n'));
        counts.forEach((name, n) -> text.append("%-34s as wanted %d of %d%n".formatted(name, n[1], n[0])));
        text.append("%d programs, %d faults: %d missed; %d right arrays accused%n"
                .formatted(programs, faults, missed, strangers));
        return text.toString();
    }
}
