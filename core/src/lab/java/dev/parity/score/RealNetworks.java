package dev.parity.score;

import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The networks of {@code fixtures/networks} that one would recognise. */
final class RealNetworks {
    static final List<String> NAMES = List.of("mlp", "lenet", "resnet", "lstm", "gpt", "vae");

    private RealNetworks() {}

    static Experiment read(String name, DType dtype, int steps) {
        return SpecReader.read(
                new Folder(folder().resolve(name + ".json"), List.of()),
                new SpecReader.Overrides(OptionalInt.of(steps), OptionalLong.empty(), Optional.of(dtype)));
    }

    /** Those named, or all. */
    static List<String> named(List<String> names) {
        if (!NAMES.containsAll(names)) {
            throw new IllegalArgumentException(names.toString());
        }
        return names.isEmpty() ? NAMES : names;
    }

    /** Above wherever this runs. */
    private static Path folder() {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve("fixtures/networks"))) {
            root = root.getParent();
        }
        if (root == null) {
            throw new IllegalStateException(
                    "there is no fixtures/networks above " + Path.of("").toAbsolutePath());
        }
        return root.resolve("fixtures/networks");
    }
}
