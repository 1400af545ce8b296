package dev.parity.record;

import dev.parity.Parity;
import dev.parity.Recording;
import dev.parity.engine.EngineChoice;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.Archive;
import dev.parity.tensor.DType;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.TraceHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A stranger's program, which computes what the handwritten engine computes, right or with a fault, and records it in a way of its own. */
final class Program {
    /** Two layers, of which the second is square. */
    static final String MLP = """
            {"name": "mlp", "steps": 2, "seed": 3,
             "data": {"x": {"randn": [5, 3]}, "y": {"randn": [5, 4]}},
             "layers": [{"type": "Linear", "name": "fc1", "in_features": 3, "out_features": 4}, {"type": "Tanh"},
                        {"type": "Linear", "name": "fc2", "in_features": 4, "out_features": 4}],
             "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1, "momentum": 0.9}, "dtype": "float64"}
            """;

    private final Path folder;
    private final Experiment experiment;
    private Map<String, Tensor> arrays = new LinkedHashMap<>();

    Program(Path folder, String spec, String... faults) {
        this(folder, spec, Optional.empty(), faults);
    }

    /** @param type in which it computes, from the same numbers */
    Program(Path folder, String spec, Optional<DType> type, String... faults) {
        this.folder = folder;
        Path file = folder.resolve("spec.json");
        Path trace = folder.resolve("right.npz");
        try {
            Files.writeString(file, spec);
            Files.deleteIfExists(trace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        experiment = SpecReader.read(
                new Folder(file, List.of()), new SpecReader.Overrides(OptionalInt.empty(), OptionalLong.empty(), type));
        Recording.write(
                new Recording.Request(
                        experiment, Optional.of(EngineChoice.HANDWRITTEN), List.of(faults), 1, trace, "test"),
                step -> {});
        try (Archive archive = Archive.open(trace)) {
            arrays.putAll(archive.all());
        }
        arrays.remove(TraceHeader.KEY);
    }

    /** The same, which records only some arrays. */
    Program only(Predicate<Site> wanted) {
        arrays.keySet().removeIf(key -> !wanted.test(Site.parse(key)));
        return this;
    }

    /** The same, which records some arrays otherwise. */
    Program but(Predicate<Site> which, BiFunction<Site, Tensor, Tensor> change) {
        arrays.replaceAll((key, array) -> {
            Site site = Site.parse(key);
            return which.test(site) ? change.apply(site, array) : array;
        });
        return this;
    }

    /** The same, which records some arrays with their axes in another order. */
    Program turned(Predicate<Site> which, int... axes) {
        return but(which, (site, array) -> turned(array, axes));
    }

    static Tensor turned(Tensor array, int... axes) {
        int[] sizes = IntStream.of(axes).map(array.shape()::dim).toArray();
        Shape shape = Shape.of(sizes);
        return array.gather(shape, i -> {
            int[] to = shape.index(i);
            int[] from = new int[axes.length];
            for (int k = 0; k < axes.length; k++) {
                from[axes[k]] = to[k];
            }
            int at = 0;
            for (int k = 0; k < axes.length; k++) {
                at = at * array.shape().dim(k) + from[k];
            }
            return at;
        });
    }

    Program put(String site, Tensor array) {
        arrays.put(site, array);
        return this;
    }

    Tensor get(String site) {
        return arrays.get(site);
    }

    Report judged() {
        return judged(Request.Scope.BOTH);
    }

    Report judged(Request.Scope scope) {
        return judged(scope, false);
    }

    /** As if it were the program of another spec. */
    Report judgedBy(String spec) {
        Map<String, Tensor> recorded = arrays;
        Program other = new Program(folder, spec);
        other.arrays = recorded;
        return other.judged();
    }

    Report judged(Request.Scope scope, boolean strict) {
        Path trace = folder.resolve("candidate.npz");
        Npz.write(trace, arrays);
        return Parity.run(
                new Request(
                        experiment,
                        EngineChoice.TORCH,
                        EngineChoice.of("trace:" + trace),
                        Optional.empty(),
                        List.of(),
                        scope,
                        strict,
                        1,
                        1),
                step -> {});
    }

    /** What a report says of some kind, each as site and words. */
    static List<String> said(Report report, Remark.Kind kind) {
        return report.audit().remarks().stream()
                .filter(r -> r.kind() == kind)
                .map(r -> r.about() + " " + r.words())
                .toList();
    }
}
