package dev.parity;

import dev.parity.tensor.Archive;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.TraceHeader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How much a program records: of a trace that holds everything, what it would hold if the program recorded less. */
enum Level {
    EVERYTHING(Set.of(Phase.values())),
    GRADIENTS(Set.of(Phase.LOSS, Phase.GRADIENT, Phase.UPDATE)),
    WEIGHTS(Set.of(Phase.LOSS, Phase.UPDATE)),
    LOSS(Set.of(Phase.LOSS));

    private final Set<Phase> phases;

    Level(Set<Phase> phases) {
        this.phases = phases;
    }

    /** A trace that holds as much as this of a trace that holds everything, in a folder. */
    Path of(Path everything, Path folder) {
        if (this == EVERYTHING) {
            return everything;
        }
        Map<String, Tensor> kept = new LinkedHashMap<>();
        try (Archive archive = Archive.open(everything)) {
            archive.all().forEach((name, array) -> {
                if (!name.equals(TraceHeader.KEY)
                        && phases.contains(Site.parse(name).phase())) {
                    kept.put(name, array);
                }
            });
        }
        Path path = folder.resolve(this + ".npz");
        Npz.write(path, kept);
        return path;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
