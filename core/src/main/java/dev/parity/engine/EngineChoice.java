package dev.parity.engine;

import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.trace.TraceReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a side is, and what may be expected of it. Whoever treats sides differently asks for the property that makes the difference, never
 * for the name:
 *
 * <pre>
 *                  computes   of ours   exact   takes faults   audited as a reference
 *   torch          yes        yes       yes     no             step 1
 *   handwritten    yes        yes       yes     yes            step 1
 *   numeric        yes        yes       no      no             never
 *   trace:PATH     no         no        yes     no             every step
 * </pre>
 *
 * A program ({@code exec:COMMAND}) and a class ({@code class:NAME}) are two further records: they compute and are not of ours, which is
 * why the two columns are two.
 */
public sealed interface EngineChoice {
    EngineChoice TORCH = new Torch();
    EngineChoice HANDWRITTEN = new Handwritten();
    EngineChoice NUMERIC = new Numeric();

    /** As on the command line. */
    String name();

    /** What it is, in one line. */
    String about();

    /** Whether it runs here and now: then it may be run again, and how many threads it has is known. */
    default boolean computes() {
        return true;
    }

    /**
     * Whether it is one of ours: then each array has its right name and shape, a program's conventions are none of it, and what
     * it begins with and is fed is what was drawn.
     */
    default boolean ours() {
        return true;
    }

    /** Whether it is as exact as its precision allows. */
    default boolean exact() {
        return true;
    }

    /** Whether faults can be planted in it. */
    default boolean takesFaults() {
        return false;
    }

    /** How many steps are audited when it is the reference: libraries err as well, but not from one step to the next. */
    default int auditedAsReference() {
        return 1;
    }

    /** The file or folder that it reads. */
    default Optional<Path> reads() {
        return Optional.empty();
    }

    /** Refuses what can be seen to be useless before anything runs; loads nothing. */
    default void check() {}

    /** Loads its native libraries, if it has any and they are not loaded yet. */
    void load();

    /**
     * Opens it for the calling thread, which is the one that must run its steps.
     *
     * @param faults to plant, as FAULT or FAULT@LAYER; empty unless it takes any
     */
    Engine open(Experiment experiment, Start start, int threads, List<String> faults);

    /** PyTorch itself. */
    record Torch() implements EngineChoice {
        @Override
        public String name() {
            return "torch";
        }

        @Override
        public String about() {
            return "PyTorch: libtorch's own operators, differentiated by its autograd";
        }

        @Override
        public void load() {
            Natives.torch();
        }

        @Override
        public Engine open(Experiment experiment, Start start, int threads, List<String> faults) {
            return new TorchEngine(experiment, start, threads);
        }
    }

    /** The loops of {@code nn}. */
    record Handwritten() implements EngineChoice {
        @Override
        public String name() {
            return "handwritten";
        }

        @Override
        public String about() {
            return "backpropagation by hand, in Java on ND4J's memory; faults can be planted in it";
        }

        @Override
        public boolean takesFaults() {
            return true;
        }

        @Override
        public void load() {
            Natives.nd4j();
        }

        @Override
        public Engine open(Experiment experiment, Start start, int threads, List<String> faults) {
            return new HandwrittenEngine(experiment, start, threads, faults);
        }
    }

    /** Central differences. */
    record Numeric() implements EngineChoice {
        @Override
        public String name() {
            return "numeric";
        }

        @Override
        public String about() {
            return "central differences of PyTorch's loss in float64: the referee, which knows no backward formula";
        }

        @Override
        public boolean exact() {
            return false;
        }

        @Override
        public int auditedAsReference() {
            return 0;
        }

        @Override
        public void load() {
            Natives.torch();
        }

        @Override
        public Engine open(Experiment experiment, Start start, int threads, List<String> faults) {
            return new NumericEngine(experiment, start, threads);
        }
    }

    /**
     * What was recorded elsewhere, in a file or a folder of files.
     *
     * @param path as it was written, which is what reports repeat
     */
    record Recorded(String path) implements EngineChoice {
        /** What comes before the path. */
        public static final String PREFIX = "trace:";

        public Recorded {
            if (path.isEmpty()) {
                throw new BadInput("there is no engine \"" + PREFIX + "\"; write " + PREFIX + "PATH");
            }
        }

        @Override
        public String name() {
            return PREFIX + path;
        }

        @Override
        public String about() {
            return "what was recorded: an .npz or .safetensors file with sites for keys, or a folder of them, one a step";
        }

        @Override
        public boolean computes() {
            return false;
        }

        @Override
        public boolean ours() {
            return false;
        }

        @Override
        public int auditedAsReference() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Optional<Path> reads() {
            try {
                return Optional.of(Path.of(path));
            } catch (InvalidPathException e) {
                throw new BadInput("\"" + name() + "\" names no file: " + e.getMessage(), e);
            }
        }

        @Override
        public void check() {
            read().close();
        }

        @Override
        public void load() {}

        @Override
        public Engine open(Experiment experiment, Start start, int threads, List<String> faults) {
            return new TraceEngine(this, read(), experiment.dtype());
        }

        private TraceReader read() {
            return TraceReader.open(reads().orElseThrow());
        }
    }

    /** Every one there is; a path stands for all paths. */
    static List<EngineChoice> all() {
        return List.of(TORCH, HANDWRITTEN, NUMERIC, new Recorded("PATH"));
    }

    /** The one that a command line names. */
    static EngineChoice of(String name) {
        if (name.startsWith(Recorded.PREFIX)) {
            return new Recorded(name.substring(Recorded.PREFIX.length()));
        }
        return all().stream()
                .filter(EngineChoice::computes)
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput("there is no engine \"" + name + "\"" + hint(name)));
    }

    /** A file's name alone was probably meant as a trace. */
    private static String hint(String name) {
        if (name.equals("trace")) {
            return "; write " + Recorded.PREFIX + "PATH";
        }
        List<String> names = all().stream().map(EngineChoice::name).toList();
        int colon = name.indexOf(':') + 1;
        boolean nearly = colon > 0
                && Nearest.nearest(name.substring(0, colon), List.of(Recorded.PREFIX))
                        .isPresent();
        if (nearly || name.endsWith(".npz") || name.endsWith(".safetensors")) {
            return "; did you mean \"" + Recorded.PREFIX + (nearly ? name.substring(colon) : name) + "\"?";
        }
        String nearest = Nearest.hint(name, names);
        return nearest.isEmpty() ? "; the engines are " + String.join(", ", names) : nearest;
    }
}
