package dev.parity.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.IVersionProvider;

/** What {@code parity --version} prints: ours, those of the engines as the build pinned them, and Java's. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        List<String> lines = new ArrayList<>(lines());
        lines.add("Java " + Runtime.version());
        return lines.toArray(String[]::new);
    }

    /** Ours alone: {@code 0.1.0}. */
    static String number() throws IOException {
        return lines().get(0).replaceFirst("^\\S+ ", "");
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
