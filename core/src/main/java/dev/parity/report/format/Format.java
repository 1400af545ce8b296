package dev.parity.report.format;

import dev.parity.report.Report;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A form in which reports are written to files. To add one is to write it and to name it in {@link #ALL}. */
public interface Format {
    List<Format> ALL = List.of(new JsonReport());

    /** As on the command line: {@code json}. */
    String name();

    /** Who reads it, in one line. */
    String about();

    void write(List<Report> reports, OutputStream out) throws IOException;

    /** Writes reports to a file, whole or not at all. */
    default void write(List<Report> reports, Path path) {
        WholeFile.write(path, out -> write(reports, out));
    }

    /** The format of a name. */
    static Format of(String name) {
        return ALL.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = ALL.stream().map(Format::name).toList();
            String hint = Nearest.hint(name, names);
            return new BadInput("--report " + name + "=PATH: there is no report format \"" + name + "\""
                    + (hint.isEmpty()
                            ? "; write " + names.stream().map(n -> n + "=PATH").collect(Collectors.joining(" or "))
                            : hint));
        });
    }
}
