package dev.parity.score;

import dev.parity.audit.judge.SumOrders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code scripts/score}: how good the audit's judgement is, in figures. */
public final class Score {
    private static final String USAGE = """
            scripts/score alarms N SEED [FIRST]       random networks in both dtypes, two sides that are right, whole and cut: all that is
                                                      found is false
            scripts/score alarms SPEC...              the same of specs, such as those that it wrote to target/score
            scripts/score alarms [TRACE.npz...]       what PyTorch recorded in Python of the specs beside them, whole and cut; without any,
                                                      those that are checked in, and sums in 14 orders
            scripts/score place N SEED [FIRST]        plants one to three faults: are they the origins, and nothing else?
            scripts/score conventions N SEED [FIRST]  programs with a sign or a factor of their own, none, one or two faults: no right array
                                                      accused, no fault cleared
            scripts/score sharpness N SEED [FILE]     the smallest relative fault that is caught, by kind of array; FILE takes the table
            scripts/score drift N [NETWORK|CUT...]    N steps of networks in fixtures/networks, audited at every step; CUT is what the
                                                      traces leave out: forward, backward, between, most, gradients or half
            scripts/score cost [NETWORK...]           seconds of the audit against those of both sides
            """;

    private Score() {}

    public static void main(String[] args) {
        List<String> words = List.of(args);
        int status;
        try {
            status = run(words.isEmpty() ? "" : words.get(0), words.subList(Math.min(1, words.size()), words.size()));
        } catch (IllegalArgumentException wrong) {
            System.err.print(USAGE);
            status = 2;
        } catch (RuntimeException | IOException broken) {
            broken.printStackTrace();
            status = 4; // 1 is a measure that is not as wanted
        }
        System.exit(status); // libtorch's and ND4J's threads would keep the process
    }

    private static int run(String command, List<String> args) throws IOException {
        switch (command) {
            case "alarms" -> {
                if (args.stream().allMatch(a -> a.endsWith(".npz"))) {
                    return traces(args);
                }
                boolean specs = !args.isEmpty() && args.stream().allMatch(a -> a.endsWith(".json"));
                int[] n = specs ? new int[0] : numbers(args, 2, 3);
                Alarms alarms = specs
                        ? Alarms.specs(args.stream().map(Path::of).toList(), List.of(Cut.values()))
                        : Alarms.networks(n[0], n[1], n.length > 2 ? n[2] : 0, Optional.of(Path.of("target", "score")));
                alarms.found().stream().limit(500).forEach(System.out::println);
                System.out.print(alarms.report());
                return alarms.found().isEmpty() && alarms.crashed() == 0 ? 0 : 1;
            }
            case "place" -> {
                int[] n = numbers(args, 2, 3);
                Figures figures = Places.plantings(
                        n[0], n[1], n.length > 2 ? n[2] : 0, p -> System.out.println(p.report() + "\n"));
                System.out.print(figures.report());
                return figures.good() ? 0 : 1;
            }
            case "conventions" -> {
                int[] n = numbers(args, 2, 3);
                Habits habits = Habits.of(n[0], n[1], n.length > 2 ? n[2] : 0);
                System.out.print(habits.report());
                return habits.good() ? 0 : 1;
            }
            case "sharpness" -> {
                int[] n = numbers(args.subList(0, Math.min(2, args.size())), 2, 2);
                Sharpness sharpness = Sharpness.of(n[0], n[1]);
                System.out.print(sharpness.markdown());
                sharpness.dull().forEach(a -> System.out.println("1 + 1e-9 is not caught in " + a));
                if (args.size() > 2) {
                    Files.writeString(Path.of(args.get(2)), sharpness.markdown());
                }
                return 0;
            }
            case "drift" -> {
                int n = numbers(args.subList(0, Math.min(1, args.size())), 1, 1)[0];
                return Drift.print(n, args.subList(1, args.size())) ? 0 : 1;
            }
            case "cost" -> {
                return Cost.print(args) ? 0 : 1;
            }
            default -> throw new IllegalArgumentException(command);
        }
    }

    /** These, or those that are checked in and sums in orders that are right. */
    private static int traces(List<String> args) throws IOException {
        List<Path> files = args.isEmpty()
                ? PythonAlarms.checkedIn()
                : args.stream().map(Path::of).toList();
        PythonAlarms alarms = PythonAlarms.of(files, n -> List.of(Cut.NOTHING, Cut.GRADIENTS), System.out::println);
        System.out.print(alarms.report());
        List<String> sums = args.isEmpty() ? SumOrders.alarms(1000, 1) : List.of();
        sums.forEach(System.out::println);
        if (args.isEmpty()) {
            System.out.println("1000 sums in " + SumOrders.orders() + " orders: " + sums.size() + " false alarms");
        }
        return alarms.found().isEmpty() && sums.isEmpty() ? 0 : 1;
    }

    private static int[] numbers(List<String> args, int least, int most) {
        if (args.size() < least || args.size() > most) {
            throw new IllegalArgumentException(args.toString());
        }
        return Stream.of(args.toArray(String[]::new))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
