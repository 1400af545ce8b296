package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The house stays as drawn: which room may name which, read off the sources as they are written. */
class HouseTest {
    /** A room, and the rooms it may name besides itself. A room that is not here does not exist. */
    private static final Map<String, Set<String>> ROOMS = rooms("""
            tensor        :
            formula       : tensor
            trace         : tensor
            fault         : tensor trace

            compare       : tensor trace
            diagnose      : tensor trace fault compare formula
            report        : tensor trace fault compare diagnose
            report.say    : tensor trace fault compare diagnose report
            report.format : tensor trace fault compare diagnose report report.say

            nn            : tensor formula
            nn.layer      : tensor formula nn
            nn.loss       : tensor formula nn
            nn.optim      : tensor formula nn
            nn.schedule   : tensor nn
            spec          : tensor nn nn.layer nn.loss nn.optim nn.schedule
            graph         : tensor trace nn nn.layer nn.loss nn.optim nn.schedule spec
            engine.draw   : tensor nn nn.layer nn.loss nn.optim nn.schedule spec
            engine        : tensor trace fault nn nn.layer nn.loss nn.optim nn.schedule spec graph engine.draw
            unseen        : tensor trace nn nn.layer nn.loss nn.optim nn.schedule spec graph

            audit         :
            audit.plan    : tensor trace nn nn.layer nn.loss nn.optim nn.schedule spec graph audit
            audit.script  : tensor trace nn nn.layer nn.loss nn.optim nn.schedule spec graph audit audit.plan
            audit.judge   : tensor trace nn nn.layer nn.loss nn.optim nn.schedule spec graph engine engine.draw audit audit.plan audit.script
            audit.rule    : tensor trace nn nn.layer nn.loss nn.optim nn.schedule spec graph audit audit.judge

            run           : tensor trace fault compare report nn nn.layer nn.loss nn.optim nn.schedule spec graph engine
            pair          : tensor trace compare spec graph engine
            record        : tensor trace report nn.layer spec graph
            verdict       : tensor formula trace fault compare diagnose report nn nn.layer nn.loss nn.optim nn.schedule spec graph engine audit audit.judge audit.rule unseen run pair

            parity        : tensor trace fault compare diagnose report report.say report.format nn nn.layer nn.loss nn.optim nn.schedule spec graph engine.draw engine audit audit.plan audit.script audit.judge audit.rule unseen run pair record verdict
            cli           : tensor trace fault compare diagnose report report.say report.format nn nn.layer nn.loss nn.optim nn.schedule spec graph engine.draw engine audit audit.plan audit.script audit.judge audit.rule unseen run pair record verdict parity
            """);

    /** Libraries that bring native code or belong to one room: who may name them, and how far. */
    private static final Map<String, Set<String>> LIBRARIES = rooms("""
            ai.djl                 : engine engine.draw
            com.sun.jna            : engine
            org.nd4j               : engine engine.draw
            org.bytedeco           : engine engine.draw
            org.nd4j.linalg        : nn
            org.bytedeco.javacpp   : nn
            org.bytedeco.openblas  : nn
            picocli                : cli
            """);

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package dev\\.parity(?:\\.([a-z.]+))?;");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern OURS = Pattern.compile("\\bdev\\.parity\\.((?:[a-z]+\\.)*)[A-Z*]");
    private static final Pattern THEIRS =
            Pattern.compile("\\b(?:ai\\.djl|com\\.sun\\.jna|org\\.nd4j|org\\.bytedeco|picocli)[.\\w]*");
    private static final Pattern NO_IDEA = Pattern.compile(
            "(Util|Utils|Helper|Helpers|Manager|Base|Impl)(?![a-z])|/(utils?|helpers?|managers?|base|impl)/");

    private static final Map<Path, String> SOURCES = new TreeMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve("core/src/main/java"))) {
            root = root.getParent();
        }
        assertTrue(root != null, "the checkout is above the folder that the tests run in");
        for (String module : List.of("core", "cli")) {
            Path main = root.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(main)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    SOURCES.put(main.relativize(file), Files.readString(file));
                }
            }
        }
    }

    @Test
    void roomsNameOnlyTheRoomsTheyMay() {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (var source : SOURCES.entrySet()) {
            String room = room(source);
            Set<String> allowed = ROOMS.get(room);
            if (allowed == null) {
                wrong.add(source.getKey() + ": there is no room \"" + room + "\" in the drawing");
                continue;
            }
            Matcher m = OURS.matcher(code(source.getValue()));
            while (m.find()) {
                String other = m.group(1).isEmpty()
                        ? "parity"
                        : m.group(1).substring(0, m.group(1).length() - 1);
                if (!other.equals(room) && !allowed.contains(other)) {
                    wrong.add(source.getKey() + ": " + room + " may not name " + other);
                }
            }
            checked++;
        }
        assertNone(wrong);
        assertEquals(SOURCES.size(), checked);
        assertTrue(checked > 10, checked + " files were checked");
    }

    /** Whoever may name a room is never named by it, by whatever way. */
    @Test
    void noArrowGoesUp() {
        List<String> wrong = new ArrayList<>();
        ROOMS.forEach((room, below) -> {
            Set<String> reached = new TreeSet<>(below);
            for (int size = -1; size != reached.size(); ) {
                size = reached.size();
                List.copyOf(reached).forEach(r -> reached.addAll(ROOMS.getOrDefault(r, Set.of())));
            }
            if (reached.contains(room)) {
                wrong.add(room + " may name rooms that may name it");
            }
        });
        assertNone(wrong);
    }

    @Test
    void librariesStayInTheirRooms() {
        List<String> wrong = new ArrayList<>();
        for (var source : SOURCES.entrySet()) {
            String room = room(source);
            Matcher m = THEIRS.matcher(code(source.getValue()));
            while (m.find()) {
                String name = m.group();
                if (LIBRARIES.entrySet().stream()
                        .noneMatch(l -> (name + ".").startsWith(l.getKey() + ".")
                                && l.getValue().contains(room))) {
                    wrong.add(source.getKey() + ": " + room + " may not name " + name);
                }
            }
        }
        assertNone(wrong);
    }

    @Test
    void everyRoomSaysWhatItIsFor() {
        Set<Path> rooms = new TreeSet<>();
        SOURCES.keySet().forEach(file -> rooms.add(file.getParent()));
        assertNone(rooms.stream()
                .filter(room -> !SOURCES.containsKey(room.resolve("package-info.java")))
                .map(room -> room + " has no package-info.java")
                .toList());
        assertTrue(rooms.size() > 1, "the rooms are " + rooms);
    }

    @Test
    void everyFileIsNamedForAnIdea() {
        assertNone(SOURCES.keySet().stream()
                .map(file -> file.toString().replace('\\', '/'))
                .filter(file -> NO_IDEA.matcher(file).find())
                .map(file -> file + ": what it holds belongs to a room, or a room is missing")
                .toList());
    }

    private static void assertNone(List<String> wrong) {
        if (!wrong.isEmpty()) {
            fail(String.join("\n", wrong));
        }
    }

    /** The room a file lies in; it must also be the one it says. */
    private static String room(Map.Entry<Path, String> source) {
        Matcher said = PACKAGE.matcher(source.getValue());
        assertTrue(said.find(), source.getKey() + " names no package of dev.parity");
        Path lies = Path.of("dev/parity").relativize(source.getKey().getParent());
        String room = lies.toString().replace('\\', '/').replace('/', '.');
        assertEquals(room, said.group(1) == null ? "" : said.group(1), source.getKey() + ": folder and package");
        return room.isEmpty() ? "parity" : room;
    }

    private static String code(String source) {
        return COMMENT.matcher(source).replaceAll("").replaceFirst("(?m)^package .*", "");
    }

    private static Map<String, Set<String>> rooms(String table) {
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (String line : table.lines().filter(l -> !l.isBlank()).toList()) {
            String[] part = line.split(":", -1);
            rooms.put(
                    part[0].strip(),
                    Set.of(part[1].isBlank() ? new String[0] : part[1].strip().split(" +")));
        }
        return rooms;
    }
}
