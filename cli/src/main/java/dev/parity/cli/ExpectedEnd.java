package dev.parity.cli;

import dev.parity.fault.Faults;
import dev.parity.report.Finding;
import dev.parity.report.Report;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a spec says that it will end. */
record ExpectedEnd(String verdict, Optional<String> layer, Optional<String> cause) {
    /** Refuses a spec that does not say so, or that expects a cause which nobody knows. */
    static ExpectedEnd of(Experiment experiment) {
        Experiment.Expectation said = experiment
                .expect()
                .orElseThrow(() -> new BadInput(experiment.file()
                        + ": --expect needs an \"expect\" in the spec, such as {\"verdict\": \"agrees\"}"));
        try {
            said.cause().ifPresent(Faults::byId);
        } catch (BadInput bad) {
            throw bad.at(experiment.file() + ": expect.cause");
        }
        return new ExpectedEnd(said.verdict(), said.layer(), said.cause());
    }

    /**
     * What the spec said and how it ended, where that is not the same. A cause that gives the same numbers as the one that is named first is
     * named with it.
     */
    Optional<String> otherwise(Report report) {
        String verdict = report.verdict().toString();
        String place = report.first().map(f -> f.site().layer()).orElse("");
        List<String> causes = report.audit().findings().stream()
                .filter(Finding::sure)
                .map(Finding::cause)
                .toList();
        List<String> equal = report.audit().findings().stream()
                .flatMap(f -> f.also().stream())
                .toList();
        boolean met = verdict.equals(this.verdict)
                && layer.filter(l -> !l.equals(place)).isEmpty()
                && cause.filter(c -> !causes.contains(c) && !equal.contains(c)).isEmpty();
        if (met) {
            return Optional.empty();
        }
        String named = causes.isEmpty() ? "no cause named" : causes.stream().collect(Collectors.joining(", "));
        return Optional.of("expected " + this.verdict
                + layer.map(l -> " in " + l).orElse("")
                + cause.map(c -> " by " + c).orElse("")
                + ", and it " + verdict
                + (place.isEmpty() ? "" : " in " + place)
                + (cause.isEmpty() ? "" : ", " + named));
    }
}
