package dev.parity.engine;

import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.trace.TraceReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The engines by the names that a command line gives them. */
public final class Engines {
    /** Each with what it is, in one line. */
    public record Description(String name, String about) {}

    public static final String TORCH = "torch";
    public static final String HANDWRITTEN = "handwritten";
    public static final String NUMERIC = "numeric";

    /** What comes before the path of a recorded trace. */
    public static final String TRACE = "trace:";

    private static final List<Description> ALL = List.of(
            new Description(TORCH, "PyTorch: libtorch's own operators, differentiated by its autograd"),
            new Description(
                    HANDWRITTEN, "backpropagation by hand, in Java on ND4J's memory; faults can be planted in it"),
            new Description(
                    NUMERIC,
                    "central differences of PyTorch's loss in float64: the referee, which knows no backward formula"),
            new Description(
                    TRACE + "PATH",
                    "what was recorded: an .npz or .safetensors file with sites for keys, or a folder of them, one a step"));

    private Engines() {}

    public static List<Description> all() {
        return ALL;
    }

    /** Refuses a name that no engine has, or a trace that cannot be read; loads nothing. */
    public static void check(String name) {
        if (isTrace(name)) {
            TraceReader.open(path(name)).close();
            return;
        }
        List<String> names = ALL.stream().map(Description::name).toList();
        if (!names.contains(name) || name.startsWith(TRACE)) {
            String hint = hint(name, names);
            throw new BadInput("there is no engine \"" + name + "\""
                    + (hint.isEmpty() ? "; the engines are " + String.join(", ", names) : hint));
        }
    }

    /** Whether a name stands for a recorded trace. */
    public static boolean isTrace(String name) {
        return name.startsWith(TRACE) && !name.equals(TRACE);
    }

    private static Path path(String name) {
        try {
            return Path.of(name.substring(TRACE.length()));
        } catch (InvalidPathException e) {
            throw new BadInput("\"" + name + "\" names no file: " + e.getMessage(), e);
        }
    }

    /** A file's name alone was probably meant as a trace. */
    private static String hint(String name, List<String> names) {
        if (name.equals("trace") || name.equals(TRACE)) {
            return "; write " + TRACE + "PATH";
        }
        int colon = name.indexOf(':') + 1;
        boolean file = name.endsWith(".npz") || name.endsWith(".safetensors");
        boolean nearly = colon > 0
                && Nearest.nearest(name.substring(0, colon), List.of(TRACE)).isPresent();
        return file || nearly
                ? "; did you mean \"" + TRACE + (nearly ? name.substring(colon) : name) + "\"?"
                : Nearest.hint(name, names);
    }

    /** Loads the native libraries of an engine, if it has any and they are not loaded yet. */
    public static void load(String name) {
        if (name.equals(TORCH) || name.equals(NUMERIC)) {
            Natives.torch();
        } else if (name.equals(HANDWRITTEN)) {
            Natives.nd4j();
        }
    }

    /**
     * Opens an engine for the calling thread, which is the one that must run its steps.
     *
     * @param faults to plant, as FAULT or FAULT@LAYER; only the handwritten engine takes any
     */
    public static Engine open(String name, Experiment experiment, Start start, int threads, List<String> faults) {
        if (isTrace(name)) {
            return new TraceEngine(name, TraceReader.open(path(name)));
        }
        check(name);
        return switch (name) {
            case TORCH -> new TorchEngine(experiment, start, threads);
            case NUMERIC -> new NumericEngine(experiment, start, threads);
            default -> new HandwrittenEngine(experiment, start, threads, faults);
        };
    }
}
