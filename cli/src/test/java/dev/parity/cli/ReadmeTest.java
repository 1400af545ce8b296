package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the READMEs, the front page and those of the fixtures, tell people to type does what they say. A command is a line of a
 * {@code sh} or {@code console} block that begins with {@code scripts/parity}, with or without a {@code $};
 * {@code # exits N} behind it is the code that it ends with, 0 where nothing is said.
 */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:sh|console)\\n(.*?)^```");
    private static final Pattern COMMAND = Pattern.compile("^(?:\\$ )?scripts/parity\\b([^#]*?)\\s*(?:#(.*))?$");
    private static final Pattern EXITS = Pattern.compile("\\bexits (\\d)\\b");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    @TestFactory
    List<DynamicTest> commands() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        pages.addAll(files("fixtures/*/README.md"));
        for (Path page : pages) {
            int before = tests.size();
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                for (String line : block.group(1).lines().toList()) {
                    Matcher command = COMMAND.matcher(line.strip());
                    if (command.matches()) {
                        tests.add(DynamicTest.dynamicTest(line.strip(), () -> run(command.group(1), command.group(2))));
                    }
                }
            }
            assertTrue(tests.size() > before, page + " shows no command of parity");
        }
        assertTrue(tests.size() > pages.size(), "only " + tests.size() + " commands in " + pages);
        return tests;
    }

    /** What a shell makes of a word with stars in it. */
    static List<Path> files(String pattern) throws IOException {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> walk = Files.walk(Path.of(pattern.substring(0, pattern.indexOf('/'))), 3)) {
            return walk.filter(matcher::matches).sorted().toList();
        }
    }

    private static void run(String arguments, String comment) throws IOException {
        assertTrue(arguments.matches("[^|<>$`&;\\\\]*"), "this test runs plain commands, not a shell's: " + arguments);
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(arguments);
        while (word.find()) {
            if (word.group(3) != null && word.group(3).contains("*")) {
                files(word.group(3)).forEach(file -> words.add(file.toString()));
            } else {
                words.add(
                        word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
            }
        }
        Matcher exits = EXITS.matcher(comment == null ? "" : comment);
        int expected = exits.find() ? Integer.parseInt(exits.group(1)) : 0;

        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        int exit = Main.run(stream, stream, words.toArray(String[]::new));
        assertEquals(expected, exit, () -> said.toString(StandardCharsets.UTF_8));
        assertTrue(said.size() > 0, "it prints something");
    }
}
