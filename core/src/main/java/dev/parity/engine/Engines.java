package dev.parity.engine;

import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import java.util.List;

/** The engines by the names that a command line gives them. */
public final class Engines {
    /** Each with what it is, in one line. */
    public record Description(String name, String about) {}

    public static final String TORCH = "torch";
    public static final String HANDWRITTEN = "handwritten";
    public static final String NUMERIC = "numeric";

    private static final List<Description> ALL = List.of(
            new Description(TORCH, "PyTorch: libtorch's own operators, differentiated by its autograd"),
            new Description(HANDWRITTEN, "backpropagation by hand, in Java on ND4J's memory; faults can be planted in it"),
            new Description(NUMERIC, "central differences of PyTorch's loss in float64: the referee, which knows no backward formula"));

    private Engines() {}

    public static List<Description> all() {
        return ALL;
    }

    /** Refuses a name that no engine has; loads nothing. */
    public static void check(String name) {
        List<String> names = ALL.stream().map(Description::name).toList();
        if (!names.contains(name)) {
            throw new BadInput("there is no engine \"" + name + "\"" + Nearest.hint(name, names) + "; the engines are "
                    + String.join(", ", names));
        }
    }

    /**
     * Opens an engine for the calling thread, which is the one that must run its steps.
     *
     * @param faults to plant, as FAULT or FAULT@LAYER; only the handwritten engine takes any
     */
    public static Engine open(String name, Experiment experiment, Start start, int threads, List<String> faults) {
        check(name);
        return switch (name) {
            case TORCH -> new TorchEngine(experiment, start, threads);
            case NUMERIC -> new NumericEngine(experiment, start, threads);
            default -> new HandwrittenEngine(experiment, start, threads, faults);
        };
    }
}
