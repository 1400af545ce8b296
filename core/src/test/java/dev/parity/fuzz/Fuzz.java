package dev.parity.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Random networks, on both sides: {@code scripts/fuzz N SEED}. What differs is written to {@code fuzz-SEED-NUMBER.json}, a spec that
 * {@code scripts/parity run} takes, after it has been made smaller. Exits 1 if anything differs.
 */
public final class Fuzz {
    private Fuzz() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 2 || args.length > 3 || !args[0].matches("\\d{1,9}") || !args[1].matches("\\d{1,18}")) {
            System.err.println(
                    "scripts/fuzz N SEED [FIRST]: draws N networks of a seed, from number FIRST (0) on, and runs them on both sides");
            System.exit(2);
        }
        int first = args.length == 3 ? Integer.parseInt(args[2]) : 0;
        long seed = Long.parseLong(args[1]);
        Census census = run(first, Integer.parseInt(args[0]), seed, true);
        System.out.print(census.table());
        System.exit(census.of(Verdict.Kind.FAILS) + census.of(Verdict.Kind.CRASHES) == 0 ? 0 : 1);
    }

    /** Networks {@code first} to {@code first + count - 1} of a seed. */
    static Census run(int first, int count, long seed, boolean talk) throws IOException {
        Census census = new Census();
        Generator generator = new Generator(seed);
        long began = System.nanoTime();
        for (int number = first; number < first + count; number++) {
            ObjectNode spec = generator.draw(number).spec;
            spec.put("name", "fuzz " + seed + " " + number);
            Optional<Verdict> verdict = Trial.of(spec);
            if (verdict.isEmpty()) {
                if (talk) {
                    System.out.println(number + " refused: " + Trial.refusal(spec));
                }
                continue;
            }
            census.count(spec, verdict.get());
            if (verdict.get().bad()) {
                Path file = Path.of("fuzz-" + seed + "-" + number + ".json");
                System.out.println(number + " " + verdict.get());
                ObjectNode small = Shrink.smaller(spec, verdict.get());
                Files.writeString(
                        file, Sketch.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(small) + "\n");
                System.out.println("  " + file + ": " + Trial.of(small).orElseThrow() + "\n  " + small.get("layers")
                        + " " + small.get("loss"));
            } else if (talk && verdict.get().kind() == Verdict.Kind.AMPLIFIED) {
                System.out.println(number + " " + verdict.get());
            }
            if (talk && (number - first + 1) % 1000 == 0) {
                System.out.printf(
                        Locale.ROOT,
                        "%d networks, %.0f a second%n",
                        number - first + 1,
                        (number - first + 1) / ((System.nanoTime() - began) / 1e9));
            }
        }
        return census;
    }
}
