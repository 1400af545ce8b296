package dev.parity.cli;

import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader.Overrides;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** What a command line may say instead of the spec, and where a spec may read. */
final class SpecOptions {
    @Option(names = "--steps", paramLabel = "N", description = "Train this many steps.")
    private Integer steps;

    @Option(names = "--seed", paramLabel = "N", description = "Draw from this seed.")
    private Long seed;

    @Option(names = "--dtype", paramLabel = "T", description = "Compute in float32 or float64; what was drawn is cast.")
    private String dtype;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Let specs read files below this folder too. May be repeated.")
    private List<Path> data = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "${env:PARITY_THREADS:-1}",
            description = "Threads of each engine. Left out: PARITY_THREADS, else 1.")
    private int threads;

    Folder folder(Path spec) {
        for (Path dir : data) {
            if (!Files.isDirectory(dir)) {
                throw new BadInput("--data " + dir + ": there is no such folder");
            }
        }
        return new Folder(spec, data);
    }

    int threads() {
        if (threads < 1) {
            throw new BadInput("--threads is a number from 1, and here is " + threads);
        }
        return threads;
    }

    Overrides overrides() {
        if (steps != null && steps < 1) {
            throw new BadInput("--steps is a number from 1, and here is " + steps);
        }
        return new Overrides(
                steps == null ? OptionalInt.empty() : OptionalInt.of(steps),
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                Optional.ofNullable(dtype).map(SpecOptions::type));
    }

    private static DType type(String name) {
        List<String> types = List.of("float32", "float64");
        return Arrays.stream(DType.values())
                .filter(t -> t.isFloat() && t.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "--dtype is float32 or float64, not \"" + name + "\"" + Nearest.hint(name, types)));
    }
}
