package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.cli.CommandLines.Outcome;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Printable;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names in other people's files that would paint, wipe, retitle or forge: none of their signs reaches a terminal. */
class HostileNamesTest {
    private static final String EVIL =
            "\u001b[31mRED\u001b[0m\u001b]0;title\u0007\u009b32m\r\nAGREES\u202eRTL\u2066\u200b\u2028\ufeff\ud83d\ude00";

    private static final String JSON =
            "\\u001b[31mRED\\u001b[0m\\u001b]0;title\\u0007\\u009b32m\\r\\nAGREES\\u202eRTL\\u2066\\u2028";

    private static final String ONE = "fixtures/one-neuron/right.json";

    @TempDir
    Path folder;

    private static void clean(Outcome outcome) {
        for (String text : new String[] {outcome.out(), outcome.err()}) {
            text.codePoints()
                    .forEach(c -> assertTrue(
                            c == '\n' || c == '\t' || Printable.is(c), () -> "U+%04X in: ".formatted(c) + text));
            assertTrue(text.lines().noneMatch(line -> line.startsWith("AGREES") && !line.startsWith("AGREES ")), text);
        }
    }

    /** A safetensors file of zeros, with what stands in its header. */
    private Path safetensors(String header, int bytes) throws IOException {
        byte[] json = header.replace("EVIL", JSON).getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(json.length).put(json);
        return Files.write(folder.resolve("evil.safetensors"), all.array());
    }

    private Path base() {
        Path file = folder.resolve("base.npz");
        Npz.write(file, Map.of("1/loss/loss/value", Tensor.of(Shape.scalar(), 1.44)));
        return file;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a site twice | {\"1/forward/EVIL/y\": {\"dtype\": \"F64\", \"shape\": [1], \"data_offsets\": [0, 8]},"
                        + " \"01/forward/EVIL/y\": {\"dtype\": \"F64\", \"shape\": [1], \"data_offsets\": [8, 16]}} | 16",
                "half precision | {\"1/forward/EVIL/y\": {\"dtype\": \"F16\", \"shape\": [1], \"data_offsets\": [0, 2]},"
                        + " \"1/loss/loss/value\": {\"dtype\": \"F64\", \"shape\": [], \"data_offsets\": [2, 10]}} | 10",
                "a type | {\"1/loss/loss/value\": {\"dtype\": \"EVIL\", \"shape\": [1], \"data_offsets\": [0, 8]}} | 8",
                "offsets | {\"1/loss/loss/EVIL\": {\"dtype\": \"F64\", \"shape\": [1], \"data_offsets\": [0, 9]}} | 9",
                "a site | {\"1/forward/EVIL/y\": {\"dtype\": \"F64\", \"shape\": [1], \"data_offsets\": [0, 8]},"
                        + " \"1/gradient/linear/EVIL\": {\"dtype\": \"F64\", \"shape\": [1], \"data_offsets\": [8, 16]},"
                        + " \"1/loss/loss/value\": {\"dtype\": \"F64\", \"shape\": [], \"data_offsets\": [16, 24]}} | 24",
                "no site | {\"EVIL\": {\"dtype\": \"F64\", \"shape\": [1], \"data_offsets\": [0, 8]}} | 8"
            })
    void inATrace(String what, String header, int bytes) throws IOException {
        Path trace = safetensors(header.strip(), bytes);
        clean(CommandLines.run("diff", base().toString(), trace.toString()));
        clean(CommandLines.run("diff", trace.toString(), base().toString()));
        clean(CommandLines.run("run", ONE, "--candidate", "trace:" + trace));
        clean(CommandLines.run("run", ONE, "--candidate", "trace:" + trace, "--debug"));
    }

    @Test
    void inASpec() throws IOException {
        String spec = Files.readString(Path.of(ONE));
        Path named =
                Files.writeString(folder.resolve("named.json"), spec.replace("one neuron, one sample at a time", JSON));
        Outcome run = CommandLines.run("run", named.toString());
        assertEquals(Exit.AGREES, run.exit(), run.err());
        clean(run);
        for (String place : new String[] {"\"Linear\"", "\"MSELoss\"", "\"lr\"", "\"in_features\"", "\"agrees\""}) {
            Path bad = Files.writeString(folder.resolve("bad.json"), spec.replace(place, '"' + JSON + '"'));
            Outcome refused = CommandLines.run("run", bad.toString(), "--expect");
            assertEquals(Exit.BAD_INPUT, refused.exit(), place + refused.err());
            clean(refused);
        }
    }

    @Test
    void onTheCommandLine() {
        clean(CommandLines.run("run", EVIL));
        clean(CommandLines.run(EVIL));
        clean(CommandLines.run("run", ONE, "--" + EVIL));
        clean(CommandLines.run("run", ONE, "--dtype", EVIL));
        clean(CommandLines.run("run", ONE, "--candidate", "trace:" + EVIL));
        clean(CommandLines.run("explain", EVIL));
        clean(CommandLines.run("list", EVIL));
    }

    /** What the progress line itself needs is let through, and nothing of the name. */
    @Test
    void inProgress() throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Progress progress = new Progress(new PrintWriter(new Terminal(bytes), true), EVIL, 100, true)) {
            Thread.sleep(1100);
            progress.accept(1);
        }
        String wipe = "\r\u001b[K";
        String shown = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(shown.startsWith(wipe) && shown.endsWith(": step 1 of 100" + wipe), shown);
        clean(new Outcome(0, shown.replace(wipe, ""), ""));
    }

    /** Even where a name was forgotten to be looked at. */
    @Test
    void inWhateverIsWritten() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintWriter out = new PrintWriter(new Terminal(bytes), true);
        out.println("\u001b[1mbold\u001b[0m\t"
                + EVIL.replaceAll("\u001b\\[[0-9]+m", "").replace("\r\n", " "));
        assertEquals(
                "\u001b[1mbold\u001b[0m\tRED?]0;title??32m AGREES?RTL?????\ud83d\ude00".replace("?????", "????") + "\n",
                bytes.toString(StandardCharsets.UTF_8));
    }
}
