package dev.parity.audit.plan;

import java.util.List;

/** What a step does next, as lines of its program. */
public sealed interface Statement permits Statement.Assignment, StepOperation {
    List<String> lines();

    /** A name for something. */
    record Assignment(String name, String expression) implements Statement {
        @Override
        public List<String> lines() {
            return List.of(name + " = " + expression);
        }
    }
}
