package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Verdict;
import dev.parity.report.Report;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.Archive;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A right program whose arrays have more or fewer ones in their shapes than the network agrees, and an empty array never gets lost. */
class FittedTest {
    private static final String ONE = """
            {"dtype": "float64", "steps": 2, "seed": 1, "data": {"x": {"randn": [%d, %d]}, "y": {"randn": [%d, 1]}},
             "layers": [{"type": "Linear", "name": "fc", "in_features": %d, "out_features": 1}, {"type": "Tanh"},
                        {"type": "Dropout", "name": "drop", "p": 0.4}, {"type": "BatchNorm1d", "name": "bn", "num_features": 1},
                        {"type": "Linear", "name": "out", "in_features": 1, "out_features": 1}],
             "loss": {"type": "MSELoss"}, "optimizer": {"type": "Adam", "lr": 0.01}}
            """;

    @TempDir
    Path folder;

    private Path spec;
    private Path trace;

    private void record(int rows, int in) throws IOException {
        spec = Files.writeString(folder.resolve("spec.json"), ONE.formatted(rows, in, rows, in));
        trace = folder.resolve("torch.npz");
        Files.deleteIfExists(trace);
        Recording.write(
                new Recording.Request(experiment(), Optional.of("torch"), List.of(), 1, trace, "test"), step -> {});
    }

    @BeforeEach
    void record() throws IOException {
        record(4, 6);
    }

    private Experiment experiment() {
        return SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none());
    }

    /** The trace with its arrays changed, by site. */
    private Path changed(BiFunction<String, Tensor, Tensor> change) {
        Path file = folder.resolve("changed.npz");
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (Archive archive = Archive.open(trace)) {
            archive.all().forEach((site, array) -> {
                if (!site.startsWith("#")) {
                    arrays.put(site, change.apply(site, array));
                }
            });
        }
        Npz.write(file, arrays);
        return file;
    }

    private Report run(Path candidate) {
        return Parity.run(Request.plain(experiment(), "torch", "trace:" + candidate, List.of(), 1), step -> {});
    }

    private static Shape without(Shape shape) {
        return Shape.of(Arrays.stream(shape.dims()).filter(d -> d != 1).toArray());
    }

    private static Shape wider(Shape shape, boolean before) {
        IntStream ones = IntStream.of(1);
        IntStream dims = Arrays.stream(shape.dims());
        return Shape.of((before ? IntStream.concat(ones, dims) : IntStream.concat(dims, ones)).toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "before", "after"})
    void othersOnesAreAllTheSame(String where) {
        Report report = run(changed((site, array) -> array.reshape(
                where.equals("none") ? without(array.shape()) : wider(array.shape(), where.equals("before")))));
        assertEquals(Verdict.AGREES, report.verdict(), report.reasons().toString());
        String said = String.join("; ", report.warnings());
        assertTrue(said.contains("has other ones in its shapes than the network") && said.contains(" for ("), said);
    }

    /** All of them, and each alone. */
    @Test
    void andWhereEverythingIsOneNumber() throws IOException {
        record(2, 1);
        for (Shape one : new Shape[] {Shape.scalar(), Shape.of(1), Shape.of(1, 1), Shape.of(1, 1, 1)}) {
            Report report = run(changed((site, array) -> array.size() == 1 ? array.reshape(one) : array));
            assertEquals(Verdict.AGREES, report.verdict(), one + ": " + report.reasons());
        }
    }

    @Test
    void aWrongNumberIsWrongInEveryShape() {
        Report report = run(changed((site, array) -> site.equals("1/gradient/fc/weight")
                ? Tensor.fill(DType.FLOAT64, Shape.of(6), i -> array.get(i) * (i == 2 ? 1.5 : 1))
                : array));
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals("1/gradient/fc/weight", report.first().orElseThrow().site().toString());
    }

    @Test
    void anotherLayoutOfTheSameNumbersIsNotTaken() {
        Report report = run(
                changed((site, array) -> site.equals("1/gradient/fc/weight") ? array.reshape(Shape.of(2, 3)) : array));
        assertEquals(Verdict.DIVERGES, report.verdict());
    }

    /** An array with nothing in it: refused or a mismatch, and by its name. */
    @Test
    void anEmptyArrayIsToldWhereverItStands() {
        Map<String, Tensor> sites = new LinkedHashMap<>();
        changed((site, array) -> sites.merge(site, array, (a, b) -> b));
        int told = 0;
        for (String empty : Stream.concat(sites.keySet().stream(), Stream.of("1/state/fc/weight.step"))
                .filter(site -> site.startsWith("1/") && (site.contains("/fc/") || site.contains("/loss/")))
                .toList()) {
            Map<String, Tensor> with = new LinkedHashMap<>(sites);
            with.put(empty, Tensor.of(Shape.of(0), new double[0]));
            Path file = folder.resolve("empty.npz");
            Npz.write(file, with);
            String said;
            try {
                Report report = run(file);
                assertEquals(Verdict.DIVERGES, report.verdict(), empty);
                said = report.first().orElseThrow().site().toString();
            } catch (BadInput refused) {
                said = refused.getMessage();
            }
            assertTrue(said.contains(empty), empty + ": " + said);
            told++;
        }
        assertTrue(told >= 10, told + " sites");
    }
}
