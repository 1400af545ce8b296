package dev.parity.nn.schedule;

import java.util.List;

/**
 * What schedulers read and change of one parameter group: its learning rate and its momentum (or first beta), from
 * update to update.
 */
public final class Group {
    double lr;
    double momentum;
    /** What the rules call base: set by the first scheduler, or by OneCycleLR. */
    double initialLr;

    private final List<Runnable> schedules;

    /** A group that several schedulers move one after the other. */
    public Group(double lr, double momentum, List<Schedule> schedules) {
        this.lr = lr;
        this.momentum = momentum;
        this.initialLr = lr;
        this.schedules = schedules.stream().map(s -> s.attach(this)).toList();
    }

    public double lr() {
        return lr;
    }

    public double momentum() {
        return momentum;
    }

    /** Moves on, after an update. */
    public void step() {
        schedules.forEach(Runnable::run);
    }
}
