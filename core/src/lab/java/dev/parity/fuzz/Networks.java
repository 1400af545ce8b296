package dev.parity.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Random networks for others: those of a seed, those that were written down, and smaller ones. */
public final class Networks {
    private final Generator generator;

    private Networks(Generator generator) {
        this.generator = generator;
    }

    /** Networks that strain rounding: deep ones, saturated ones, nearly constant channels, numbers over four decades. */
    public static Networks hard(long seed) {
        return new Networks(new Generator(seed, true));
    }

    /** Any networks. */
    public static Networks plain(long seed) {
        return new Networks(new Generator(seed));
    }

    public ObjectNode draw(int number) {
        return generator.draw(number).spec;
    }

    /** Reads a spec, which may be refused with a {@link BadInput}. */
    public static Experiment read(ObjectNode spec) {
        return Trial.read(spec);
    }

    public static ObjectNode load(Path file) throws IOException {
        return (ObjectNode) Sketch.JSON.readTree(file.toFile());
    }

    public static String text(ObjectNode spec) throws IOException {
        return Sketch.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n";
    }

    /** A spec of which the same holds, as small as a few attempts make it. */
    public static ObjectNode smaller(ObjectNode spec, Predicate<ObjectNode> holds) {
        return Shrink.smaller(spec, 150, holds);
    }
}
