package dev.parity.audit.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The audit writes the programs that it wrote before: a change of its sources that means no other program makes none. One that does, of a
 * layer's formula or its rule, shows here which programs it reaches. {@code mvn -pl core test -Dtest=ProgramsTest -Dgolden=write} takes
 * them as they are.
 */
class ProgramsTest {
    private static final String FILE = "/audit/programs.txt";

    /** A line is a network, the sum of its operations and that of its steps. */
    @Test
    void programsAreAsTheyWere() throws IOException {
        Map<String, String> now = new TreeMap<>();
        Programs.written((name, text) -> now.put(name, Programs.sums(text)));
        if ("write".equals(System.getProperty("golden"))) {
            StringBuilder lines = new StringBuilder();
            now.forEach(
                    (name, sums) -> lines.append(name).append(' ').append(sums).append('\n'));
            Files.writeString(
                    Files.createDirectories(Path.of("src", "test", "resources", "audit"))
                            .resolve("programs.txt"),
                    lines);
            return;
        }
        Map<String, String> then = read();
        TreeSet<String> all = new TreeSet<>(then.keySet());
        all.addAll(now.keySet());
        List<String> others = new ArrayList<>();
        for (String name : all) {
            if (!Objects.equals(then.get(name), now.get(name))) {
                others.add(name);
            }
        }
        assertTrue(now.size() > 400, now.size() + " networks");
        assertEquals(List.of(), others, "other programs than before; if that is meant, write them with -Dgolden=write");
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (InputStream in = ProgramsTest.class.getResourceAsStream(FILE)) {
            assertNotNull(in, "write " + FILE + " with -Dgolden=write");
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line ->
                            all.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        }
        return all;
    }
}
