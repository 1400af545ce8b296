package dev.parity.trace;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.NpzWriter;
import dev.parity.tensor.Safetensors;
import dev.parity.tensor.Tensor;
import dev.parity.tensor.Unfinished;
import dev.parity.tensor.Unwritable;
import dev.parity.tensor.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a trace step by step. It appears with {@link #commit}, whole; closed without it, nothing is left behind. The same
 * arrays give the same bytes.
 *
 * <p>The name says the form: {@code .npz}; {@code .safetensors}, which is gathered in memory, since the header that
 * lists all arrays stands first; without an ending a folder, with one {@code .npz} a step.
 */
public abstract sealed class TraceWriter implements AutoCloseable {
    private static final String NPZ = ".npz";
    private static final String SAFETENSORS = ".safetensors";

    private long sites;

    private TraceWriter() {}

    /** Begins a trace, or says why it cannot be written there. */
    public static TraceWriter open(Path path, TraceHeader header) {
        check(path);
        if (endsIn(path, NPZ)) {
            return new OfNpz(path, header);
        }
        return endsIn(path, SAFETENSORS) ? new OfSafetensors(path, header) : new OfFolder(path, header);
    }

    /** Refuses a name that cannot be a trace's, before anything is computed for it. */
    public static void check(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        if (whole.getParent() == null || !Files.isDirectory(whole.getParent())) {
            throw new BadInput(path + ": there is no folder " + whole.getParent() + " to write it to");
        }
        boolean folder = Files.isDirectory(whole);
        boolean file = endsIn(path, NPZ) || endsIn(path, SAFETENSORS);
        if (file && folder) {
            throw new BadInput(path + ": is a folder; leave out the ending, or name a file that is not there");
        } else if (!file && !folder && whole.getFileName().toString().contains(".")) {
            throw new BadInput(path + ": a trace is written to a name that ends in .npz or .safetensors, or, without an"
                    + " ending, to a folder with one .npz a step");
        } else if (!file && !folder && Files.exists(whole)) {
            throw new BadInput(
                    path + ": is a file; a trace's name without an ending is that of a folder, and a file's ends in"
                            + " .npz or .safetensors");
        } else if (folder && !isEmpty(whole)) {
            throw new BadInput(
                    path + ": the folder is not empty; a trace is written to one that is empty or not there yet");
        }
        WholeFile.tryOut(folder || !file ? whole.resolveSibling(whole.getFileName() + NPZ) : whole);
    }

    private static boolean endsIn(Path path, String ending) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new Unwritable(folder, e);
        }
    }

    /** Adds the arrays of one step; step 0 is what there was before the first. */
    public final void put(int step, Trace trace) {
        if (trace.size() > 0) {
            write(step, trace);
            sites += trace.size();
        }
    }

    /** How many arrays were added. */
    public final long sites() {
        return sites;
    }

    /** Puts the trace in its place. */
    public abstract void commit();

    @Override
    public abstract void close();

    abstract void write(int step, Trace trace);

    private static final class OfNpz extends TraceWriter {
        private final NpzWriter npz;

        OfNpz(Path file, TraceHeader header) {
            npz = new NpzWriter(file);
            npz.put(TraceHeader.KEY, header.bytes());
        }

        @Override
        void write(int step, Trace trace) {
            trace.forEach((site, array) -> npz.put(site.toString(), array));
        }

        @Override
        public void commit() {
            npz.commit();
        }

        @Override
        public void close() {
            npz.close();
        }
    }

    private static final class OfSafetensors extends TraceWriter {
        private final Path file;
        private final TraceHeader header;
        private final Map<String, Tensor> arrays = new LinkedHashMap<>();

        OfSafetensors(Path file, TraceHeader header) {
            this.file = file;
            this.header = header;
        }

        @Override
        void write(int step, Trace trace) {
            trace.forEach((site, array) -> arrays.put(site.toString(), array));
        }

        @Override
        public void commit() {
            Safetensors.write(file, arrays, Map.of(TraceHeader.KEY, header.bytes()));
        }

        @Override
        public void close() {
            arrays.clear();
        }
    }

    /** Files appear in a hidden folder beside, which takes its name when all are there. */
    private static final class OfFolder extends TraceWriter {
        private final Path folder;
        private final Path hidden;
        private final TraceHeader header;

        OfFolder(Path folder, TraceHeader header) {
            this.folder = folder.toAbsolutePath().normalize();
            this.header = header;
            this.hidden = Unfinished.beside(this.folder);
            try {
                Files.createDirectory(hidden);
            } catch (IOException e) {
                throw new Unwritable(folder, e);
            }
        }

        @Override
        void write(int step, Trace trace) {
            Path file = hidden.resolve(String.format(Locale.ROOT, "%06d%s", step, NPZ));
            try (OfNpz npz = new OfNpz(file, header)) {
                npz.write(step, trace);
                npz.commit();
            } catch (Unwritable e) {
                throw e.at(folder); // the hidden name says nothing to anybody
            }
        }

        @Override
        public void commit() {
            try {
                Files.deleteIfExists(folder);
                Files.move(hidden, folder);
            } catch (IOException e) {
                throw new Unwritable(folder, e);
            }
        }

        @Override
        public void close() {
            try {
                Unfinished.done(hidden);
            } catch (IOException e) {
                throw new Unwritable(folder, e);
            }
        }
    }
}
