package dev.parity.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs a spec on both sides and says what became of it. */
final class Trial {
    private Trial() {}

    /** The verdict on a spec; empty where the spec is refused. */
    static Optional<Verdict> of(ObjectNode spec) {
        try {
            return Optional.of(verdict(read(spec)));
        } catch (BadInput refused) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(new Verdict(Verdict.Kind.CRASHES, "", words(e)));
        }
    }

    /** What the audit says of a spec, whatever the free runs say. */
    static Verdict audit(ObjectNode spec) {
        return Judge.audit(read(spec));
    }

    /** Why a spec is refused, for the one who wonders. */
    static String refusal(ObjectNode spec) {
        try {
            verdict(read(spec));
            return "";
        } catch (BadInput refused) {
            return refused.getMessage();
        }
    }

    /** What float32 hides, float64 shows: a float32 run that does not agree at once is run in float64 too. */
    private static Verdict verdict(Experiment experiment) {
        Verdict verdict = Judge.judge(experiment);
        if (experiment.dtype() == DType.FLOAT64
                || verdict.kind() == Verdict.Kind.AGREES
                || verdict.kind() == Verdict.Kind.DEAD) {
            return verdict;
        }
        Verdict twice = Judge.judge(experiment.in(DType.FLOAT64));
        return twice.bad() ? new Verdict(twice.kind(), twice.place(), twice.words() + " (in float64)") : verdict;
    }

    static Experiment read(ObjectNode spec) {
        try {
            Path file = Files.createTempFile("network", ".json");
            try {
                Files.writeString(file, spec.toString());
                return SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The innermost message; of a TorchScript error the last lines, which say what is wrong. */
    private static String words(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getClass().getSimpleName() + " " + cause.getMessage();
        String own = Arrays.stream(cause.getStackTrace())
                .filter(f -> f.getClassName().startsWith("dev.parity"))
                .findFirst()
                .map(f -> " at " + f)
                .orElse("");
        return (text.length() > 600 ? "..." + text.substring(text.length() - 600) : text) + own;
    }
}
