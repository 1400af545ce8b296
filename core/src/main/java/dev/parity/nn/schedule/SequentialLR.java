package dev.parity.nn.schedule;

import dev.parity.tensor.BadInput;
import java.util.List;
import java.util.stream.Stream;

/**
 * One schedule after the other: the k-th begins when {@code milestones[k - 1]} updates are done.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.SequentialLR.html">SequentialLR</a>
 */
public record SequentialLR(List<Rule> schedulers, List<Integer> milestones) implements Schedule {
    public SequentialLR {
        if (schedulers.isEmpty() || milestones.size() != schedulers.size() - 1) {
            throw new BadInput("milestones lie between the schedulers: " + schedulers.size() + " schedulers take "
                    + Math.max(0, schedulers.size() - 1) + ", and here are " + milestones.size());
        }
        for (int k = 0; k < milestones.size(); k++) {
            if (milestones.get(k) <= (k == 0 ? 0 : milestones.get(k - 1))) {
                throw new BadInput("milestones are above 0 and grow, and here are " + milestones);
            }
        }
    }

    @Override
    public Stream<OneCycleLR> cycles() {
        return schedulers.stream().flatMap(Rule::cycles);
    }

    /** All schedulers are made first, each changing the rate; then the rate is put back, and the first begins again. */
    @Override
    public Runnable attach(Group group) {
        List<Rule.Clock> clocks =
                schedulers.stream().map(s -> new Rule.Clock(s, group)).toList();
        group.lr = group.initialLr;
        clocks.get(0).start();
        int[] updates = {0};
        return () -> {
            updates[0]++;
            int now = (int) milestones.stream().filter(m -> m <= updates[0]).count();
            if (now > 0 && milestones.get(now - 1) == updates[0]) {
                clocks.get(now).begin();
            } else {
                clocks.get(now).step();
            }
        };
    }
}
