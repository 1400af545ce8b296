package dev.parity.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code scripts/fuzz}: random networks of a seed, or specs that it wrote, run on both sides and judged. */
public final class Fuzz {
    private static final String USAGE = """
            scripts/fuzz N SEED [FIRST]     draws N networks of a seed, from number FIRST (0) on, and runs them on both sides
            scripts/fuzz SPEC...            judges specs, such as those that it wrote
            """;

    private Fuzz() {}

    public static void main(String[] args) throws IOException {
        boolean numbers =
                args.length > 1 && args.length < 4 && Arrays.stream(args).allMatch(a -> a.matches("\\d{1,9}"));
        if (!numbers && (args.length == 0 || !Arrays.stream(args).allMatch(a -> a.endsWith(".json")))) {
            System.err.print(USAGE);
            System.exit(2);
        }
        System.exit(numbers ? networks(Arrays.stream(args).map(Integer::valueOf).toList()) : specs(args));
    }

    private static int specs(String[] files) throws IOException {
        int bad = 0;
        for (String file : files) {
            ObjectNode spec = (ObjectNode) Sketch.JSON.readTree(Path.of(file).toFile());
            Optional<Verdict> verdict = Trial.of(spec);
            System.out.println(
                    file + " " + verdict.map(Verdict::toString).orElseGet(() -> "refused: " + Trial.refusal(spec)));
            bad += verdict.filter(Verdict::bad).isPresent() ? 1 : 0;
        }
        return bad == 0 ? 0 : 1;
    }

    private static int networks(List<Integer> args) throws IOException {
        int count = args.get(0);
        int seed = args.get(1);
        int first = args.size() > 2 ? args.get(2) : 0;
        Census census = new Census();
        Generator generator = new Generator(seed);
        long began = System.nanoTime();
        for (int number = first; number < first + count; number++) {
            ObjectNode spec = generator.draw(number).spec;
            Verdict verdict =
                    Trial.of(spec).orElseGet(() -> new Verdict(Verdict.Kind.REFUSED, "", Trial.refusal(spec)));
            census.count(spec, verdict);
            if (verdict.bad()) {
                write(spec, Path.of("fuzz-" + seed + "-" + number + ".json"), verdict);
            } else if (verdict.kind() == Verdict.Kind.AMPLIFIED || verdict.kind() == Verdict.Kind.REFUSED) {
                System.out.println(number + " " + verdict);
            }
            int done = number - first + 1;
            if (done % 1000 == 0) {
                System.out.printf(
                        Locale.ROOT, "%d networks, %.0f a second%n", done, done / ((System.nanoTime() - began) / 1e9));
            }
        }
        System.out.print(census.table());
        return census.bad() == 0 ? 0 : 1;
    }

    /** Writes the spec once as small as it gets. */
    private static void write(ObjectNode spec, Path file, Verdict verdict) throws IOException {
        System.out.println(file + " " + verdict);
        ObjectNode small = Shrink.smaller(spec, verdict);
        Files.writeString(file, Sketch.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(small) + "\n");
        System.out.println("  made smaller: " + Trial.of(small).orElseThrow());
        System.out.println("  " + small.get("layers") + "\n  " + small.get("loss"));
    }
}
