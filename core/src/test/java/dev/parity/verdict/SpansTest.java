package dev.parity.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.audit.judge.Judged;
import dev.parity.audit.judge.Trend;
import dev.parity.graph.Graph;
import dev.parity.report.Span;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.trace.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies between an array that is wrong and those that were recorded. */
class SpansTest {
    @TempDir
    private Path folder;

    private Spans spans() throws IOException {
        Path spec = folder.resolve("spec.json");
        Files.writeString(spec, """
                {"name": "n", "steps": 1, "seed": 1, "dtype": "float64",
                 "tensors": {"x": {"randn": [4, 3]}, "y": {"randn": [4, 2]}},
                 "data": {"x": "x", "y": "y"},
                 "layers": [
                   {"type": "Linear", "name": "fc1", "in_features": 3, "out_features": 6},
                   {"type": "Reshape", "name": "fold", "shape": [-1, 6]},
                   {"type": "ReLU"},
                   {"type": "Linear", "name": "fc2", "in_features": 6, "out_features": 2}],
                 "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1}}
                """);
        return new Spans(new Graph(SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none())));
    }

    private Optional<Span> of(String site, String... together) throws IOException {
        Set<Site> sites = Stream.of(together).map(s -> Site.parse("0/" + s)).collect(Collectors.toSet());
        return spans().of(new Judged(Site.parse(site), 1, 1, 1e9, 0, 0, Trend.NONE, sites, Optional.empty(), false));
    }

    @Test
    void theWholeForwardIsBetweenTheDataAndTheLoss() throws IOException {
        Span span = of("1/loss/loss/value", "forward/fc1/y", "forward/fold/y", "forward/relu/y", "forward/fc2/y")
                .orElseThrow();
        assertEquals(List.of("the data"), span.from());
        assertEquals(List.of("fc1", "relu", "fc2", "loss"), span.makers(), "a Reshape is not worth a visit");
        assertEquals(Optional.of(Site.parse("1/forward/relu/y")), span.halfway());
    }

    @Test
    void whatWasRecordedShortensIt() throws IOException {
        Span span = of("1/loss/loss/value", "forward/fc2/y").orElseThrow();
        assertEquals(List.of("the data", "relu"), span.from());
        assertEquals(List.of("fc2", "loss"), span.makers());
    }

    @Test
    void theWayBackBeginsAtTheLoss() throws IOException {
        Span span = of("2/gradient/fc1/weight", "backward/fc2/dx", "backward/relu/dx", "backward/fold/dx")
                .orElseThrow();
        assertEquals(List.of("fc2", "relu", "fc1"), span.makers());
        assertEquals(Optional.of(Site.parse("2/backward/fc2/dx")), span.halfway());
    }

    @Test
    void whatWasJudgedAloneHasNone() throws IOException {
        assertEquals(Optional.empty(), of("1/loss/loss/value"));
    }
}
