package dev.parity.nn.schedule;

/** A schedule that makes each rate from the one before. */
public sealed interface Rule extends Schedule
        permits CosineAnnealingLR, ExponentialLR, LambdaLR, LinearLR, MultiStepLR, OneCycleLR, StepLR {
    /** What the constructor changes of a group before it takes its first step. */
    default void enter(Group group) {}

    /** The rate at step 0, which every scheduler takes when it is made. */
    double first(Group group, double base);

    /**
     * The rate after {@code n} steps, from 1 on.
     *
     * @param base the group's initial rate when the scheduler was made
     */
    double next(Group group, double base, int n);

    /** The rate with which SequentialLR begins a schedule at a milestone: PyTorch's closed form at step 0. */
    default double begin(Group group, double base) {
        return base;
    }

    @Override
    default Runnable attach(Group group) {
        return new Clock(this, group)::step;
    }

    /** A rule that counts its own steps in a group. */
    final class Clock {
        private final Rule rule;
        private final Group group;
        private final double base;
        private int steps;

        Clock(Rule rule, Group group) {
            this.rule = rule;
            this.group = group;
            rule.enter(group);
            this.base = group.initialLr;
            start();
        }

        void start() {
            steps = 0;
            group.lr = rule.first(group, base);
        }

        void begin() {
            steps = 0;
            group.lr = rule.begin(group, base);
        }

        void step() {
            steps++;
            group.lr = rule.next(group, base, steps);
        }
    }
}
