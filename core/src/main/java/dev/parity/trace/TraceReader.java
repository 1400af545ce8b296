package dev.parity.trace;

import dev.parity.tensor.Archive;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A recorded trace: an {@code .npz} or {@code .safetensors} file whose keys are sites, or a folder of such files, one a
 * step. Keys that begin with {@code #} are no sites; {@value TraceHeader#KEY} says what recorded them.
 *
 * <p>Opening it reads the keys alone. The arrays of a step are read when the step is asked for and not kept, so that a
 * trace of any length takes the memory of its longest step. Within a step they come phase by phase, and within a phase
 * in the order of the file.
 */
public final class TraceReader implements AutoCloseable {
    /** Where the array of a site is. */
    private record Entry(Site site, Path file, String key) {}

    private final Path path;
    private final boolean folder;
    private final NavigableMap<Integer, List<Entry>> steps = new TreeMap<>();
    /** Keys that are no sites, in the order of the file. */
    private final Set<String> aside = new LinkedHashSet<>();

    private TraceHeader header = TraceHeader.none();
    private Path openFile;
    private Archive open;

    private TraceReader(Path path) {
        this.path = path;
        this.folder = Files.isDirectory(path);
    }

    /** Opens a trace, or says what is wrong with it. */
    public static TraceReader open(Path path) {
        TraceReader reader = new TraceReader(path);
        try {
            reader.index();
            return reader;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    public TraceHeader header() {
        return header;
    }

    /** Keys that are no sites, such as a learning rate that was recorded too. They are passed over. */
    public Set<String> aside() {
        return aside;
    }

    /** The steps of which something is recorded, from 1 on. */
    public SortedSet<Integer> steps() {
        return new TreeSet<>(steps.tailMap(1, true).keySet());
    }

    /** What there was before the first step: {@code 0/update}, {@code 0/state}. */
    public Trace start() {
        return step(0);
    }

    /** What is recorded of a step; empty if nothing is. */
    public Trace step(int step) {
        Trace trace = new Trace();
        for (Entry entry : steps.getOrDefault(step, List.of())) {
            trace.put(entry.site, read(entry.file, entry.key));
        }
        return trace;
    }

    /** The type that was computed in: what the header says, else the coarsest of the first step's arrays. */
    public DType dtype() {
        return header.dtype().orElseGet(() -> {
            List<DType> types = new ArrayList<>();
            step(steps.lastKey() == 0 ? 0 : steps.higherKey(0)).forEach((site, array) -> types.add(array.dtype()));
            return types.stream().reduce(DType::coarser).filter(DType::isFloat).orElse(DType.FLOAT64);
        });
    }

    private void index() {
        Map<String, String> names = new HashMap<>();
        Map<Integer, Path> found = new HashMap<>();
        for (Path file : folder ? files() : List.of(path)) {
            for (String key : archive(file).names()) {
                if (key.equals(TraceHeader.KEY)) {
                    header = header.fields().isEmpty() ? readHeader(file) : header;
                } else if (!key.startsWith("#") && Site.isAside(key)) {
                    aside.add(key);
                } else if (!key.startsWith("#")) {
                    add(new Entry(site(file, key, names), file, key), found);
                }
            }
        }
        if (steps.isEmpty() && !aside.isEmpty()) {
            site(path, aside.iterator().next(), names); // says what a site is
        } else if (steps.isEmpty()) {
            throw new BadInput(path + ": holds no array of a training step; its keys should be sites, such as"
                    + " 1/loss/loss/value and 1/gradient/fc1/weight");
        }
        steps.forEach((step, entries) -> {
            refuseDoubles(entries);
            entries.sort(Comparator.comparing(entry -> entry.site.phase()));
        });
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(path)) {
            List<Path> files = all.filter(TraceReader::holdsArrays).sorted().toList();
            if (files.isEmpty()) {
                throw new BadInput(
                        path + ": is a folder without an .npz or .safetensors file in it; a trace in a folder"
                                + " has one such file a step");
            }
            return files;
        } catch (IOException e) {
            throw new BadInput(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Hidden files are those that are still being written, and what file managers leave behind. */
    private static boolean holdsArrays(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".npz") || name.endsWith(".safetensors"));
    }

    private static Site site(Path file, String key, Map<String, String> names) {
        try {
            Site site = Site.parse(key);
            if (site.step() == 0 && site.phase() != Phase.UPDATE && site.phase() != Phase.STATE) {
                throw new BadInput(
                        '"' + site.toString() + "\": steps are counted from 1, and 0 holds what there was before"
                                + " the first: 0/update/... and 0/state/...");
            }
            // Every step repeats the names, and a trace may have a hundred thousand sites.
            String layer = names.computeIfAbsent(site.layer(), name -> name);
            return new Site(site.step(), site.phase(), layer, names.computeIfAbsent(site.array(), name -> name));
        } catch (BadInput bad) {
            throw bad.at(file.toString());
        }
    }

    private void add(Entry entry, Map<Integer, Path> found) {
        int step = entry.site.step();
        Path other = found.putIfAbsent(step, entry.file);
        if (other != null && !other.equals(entry.file)) {
            throw new BadInput(path + ": step " + step + " is in both " + other.getFileName() + " and "
                    + entry.file.getFileName() + "; a trace in a folder has one file a step");
        }
        steps.computeIfAbsent(step, s -> new ArrayList<>()).add(entry);
    }

    /** Two keys may mean one site: {@code 1/data/x} and {@code 01/data/x}. */
    private static void refuseDoubles(List<Entry> entries) {
        Map<Site, Entry> seen = new HashMap<>();
        for (Entry entry : entries) {
            Entry other = seen.putIfAbsent(entry.site, entry);
            if (other != null) {
                throw new BadInput(entry.file + ": holds the site " + entry.site + " twice, as \"" + other.key
                        + "\" and \"" + entry.key + "\"");
            }
        }
    }

    private TraceHeader readHeader(Path file) {
        Tensor array = read(file, TraceHeader.KEY);
        byte[] bytes = new byte[array.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) array.getLong(i);
        }
        try {
            return TraceHeader.parse(bytes);
        } catch (BadInput bad) {
            throw bad.at(file.toString());
        }
    }

    private Tensor read(Path file, String key) {
        return archive(file).get(key);
    }

    /** One file is open at a time, for a folder may hold more than a process may open. */
    private Archive archive(Path file) {
        if (!file.equals(openFile)) {
            close();
            open = Archive.open(file);
            openFile = file;
        }
        return open;
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
        open = null;
        openFile = null;
    }
}
