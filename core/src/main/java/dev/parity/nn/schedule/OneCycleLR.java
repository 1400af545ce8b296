package dev.parity.nn.schedule;

import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One cycle in {@code total_steps} updates: lr rises from max_lr / div_factor to max_lr, and falls to the first over
 * final_div_factor; with {@code three_phase} it first falls as it rose. The momentum (or first beta) does the opposite.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html">OneCycleLR</a>
 */
public record OneCycleLR(
        double max_lr,
        @Default("null") OptionalInt total_steps,
        @Default("null") OptionalInt epochs,
        @Default("null") OptionalInt steps_per_epoch,
        @Default("0.3") double pct_start,
        @Default("\"cos\"") Anneal anneal_strategy,
        @Default("true") boolean cycle_momentum,
        @Default("0.85") double base_momentum,
        @Default("0.95") double max_momentum,
        @Default("25.0") double div_factor,
        @Default("10000.0") double final_div_factor,
        @Default("false") boolean three_phase)
        implements Rule {
    /** The curve between two rates; spelled as PyTorch spells it. */
    public enum Anneal {
        cos,
        linear
    }

    /** A stretch that ends after {@code end} updates: rates and momenta at its two ends. */
    private record Phase(double end, double lr, double toLr, double momentum, double toMomentum) {}

    public OneCycleLR {
        if (total_steps.isEmpty() && (epochs.isEmpty() || steps_per_epoch.isEmpty())) {
            throw new BadInput("OneCycleLR needs total_steps, or epochs and steps_per_epoch");
        }
        if (!(pct_start >= 0 && pct_start <= 1)) {
            throw new BadInput("pct_start lies between 0 and 1, and is " + pct_start);
        }
        if (cycle_momentum && !(base_momentum > 0 && max_momentum > 0)) {
            throw new BadInput("base_momentum and max_momentum are above 0, and here are " + base_momentum + " and "
                    + max_momentum + "; to leave the momentum alone write \"cycle_momentum\": false");
        }
        int total = total(total_steps, epochs, steps_per_epoch);
        double start = 0;
        for (double end : ends(total, pct_start, three_phase)) {
            if (end == start || total < 1) {
                throw new BadInput("OneCycleLR over " + total + " updates with pct_start " + pct_start
                        + " has a phase of no length, in which PyTorch divides by 0; change one of them");
            }
            start = end;
        }
    }

    private static double[] ends(int total, double start, boolean three) {
        return three
                ? new double[] {start * total - 1, 2 * start * total - 2, total - 1}
                : new double[] {start * total - 1, total - 1};
    }

    /** The updates that it is made for; one more is an error in PyTorch. */
    public int total() {
        return total(total_steps, epochs, steps_per_epoch);
    }

    private static int total(OptionalInt steps, OptionalInt epochs, OptionalInt perEpoch) {
        return steps.orElseGet(() -> epochs.getAsInt() * perEpoch.getAsInt());
    }

    private List<Phase> phases() {
        double initial = max_lr / div_factor;
        double least = initial / final_div_factor;
        double[] ends = ends(total(), pct_start, three_phase);
        List<Phase> phases = new ArrayList<>(List.of(new Phase(ends[0], initial, max_lr, max_momentum, base_momentum)));
        if (three_phase) {
            phases.add(new Phase(ends[1], max_lr, initial, base_momentum, max_momentum));
            phases.add(new Phase(ends[2], initial, least, max_momentum, max_momentum));
        } else {
            phases.add(new Phase(ends[1], max_lr, least, base_momentum, max_momentum));
        }
        return phases;
    }

    @Override
    public Stream<OneCycleLR> cycles() {
        return Stream.of(this);
    }

    @Override
    public void enter(Group group) {
        group.initialLr = max_lr / div_factor;
    }

    @Override
    public double first(Group group, double base) {
        return next(group, base, 0);
    }

    @Override
    public double begin(Group group, double base) {
        return next(group, base, 0);
    }

    @Override
    public double next(Group group, double base, int n) {
        double start = 0;
        List<Phase> phases = phases();
        int at = 0;
        while (at < phases.size() - 1 && n > phases.get(at).end) {
            start = phases.get(at).end;
            at++;
        }
        Phase phase = phases.get(at);
        double share = (n - start) / (phase.end - start);
        if (cycle_momentum) {
            group.momentum = anneal(phase.momentum, phase.toMomentum, share);
        }
        return anneal(phase.lr, phase.toLr, share);
    }

    private double anneal(double from, double to, double share) {
        return switch (anneal_strategy) {
            case cos -> to + (from - to) / 2.0 * (Cosine.of(Math.PI * share) + 1);
            case linear -> (to - from) * share + from;
        };
    }
}
