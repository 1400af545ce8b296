package dev.parity.audit.script;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.audit.plan.Expected;
import dev.parity.audit.plan.Operand;
import dev.parity.audit.plan.Plan;
import dev.parity.audit.plan.StepOperation;
import dev.parity.engine.Examples;
import dev.parity.fuzz.Networks;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.spec.Weight;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The programs that the audit writes, as texts: of every line of the tables of examples, every spec of the fixtures and some random networks, whole
 * and cut. What does not mean to change the audit leaves them as they are, byte for byte.
 *
 * <p>{@code Programs FOLDER} writes them all, a file for each network, so that two states of the sources can be held against each other by
 * {@code diff -r}. It takes half a minute, for to write a program needs no libtorch.
 */
public final class Programs {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Phases of which nothing is recorded. */
    private static final Map<String, Set<Phase>> CUTS = cuts();

    private Programs() {}

    private static Map<String, Set<Phase>> cuts() {
        Map<String, Set<Phase>> cuts = new LinkedHashMap<>();
        cuts.put("without forward", EnumSet.of(Phase.FORWARD));
        cuts.put("without backward", EnumSet.of(Phase.BACKWARD));
        cuts.put("without either", EnumSet.of(Phase.FORWARD, Phase.BACKWARD));
        cuts.put("loss and weights", EnumSet.of(Phase.FORWARD, Phase.BACKWARD, Phase.GRADIENT, Phase.STATE));
        return cuts;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Reader file = (name, text) -> {
            try {
                Files.writeString(folder.resolve(name + ".txt"), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        written(file);
        drawn(file);
    }

    /** Takes a network's name and its programs. */
    interface Reader {
        void accept(String name, String text);
    }

    /** Those of networks that are written down. */
    static void written(Reader reader) throws IOException {
        for (String table : List.of("layers", "losses", "optimizers", "training")) {
            List<Examples.Example> examples = Examples.of(table);
            for (int i = 0; i < examples.size(); i++) {
                for (String dtype : List.of("float32", "float64")) {
                    reader.accept(
                            "%s-%03d-%s".formatted(table, i + 1, dtype),
                            of(examples.get(i).experiment(dtype)));
                }
            }
        }
        for (Path spec : specs()) {
            String name =
                    spec.toString().replaceFirst(".*(fixtures|alarms)/", "").replace('/', '-');
            reader.accept(name, of(SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none())));
        }
    }

    /** Those of random networks. */
    private static void drawn(Reader reader) {
        for (boolean hard : new boolean[] {false, true}) {
            Networks networks = hard ? Networks.hard(11) : Networks.plain(7);
            for (int i = 0; i < 150; i++) {
                ObjectNode spec = networks.draw(i);
                try {
                    reader.accept((hard ? "hard-%03d" : "random-%03d").formatted(i), of(Networks.read(spec)));
                } catch (BadInput refused) {
                    // a network that nobody could train
                }
            }
        }
    }

    private static List<Path> specs() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path root : List.of(Path.of("..", "fixtures"), Path.of("src", "test", "resources", "alarms"))) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(f -> f.toString().endsWith(".json")).sorted().forEach(all::add);
            }
        }
        return all;
    }

    /** Sums by which to tell a network's programs from others: of its operations, and of its steps. */
    static String sums(String text) {
        int steps = text.indexOf("== step");
        return sum(text.substring(0, steps)) + " " + sum(text.substring(steps));
    }

    private static String sum(String text) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All programs of a network. */
    static String of(Experiment experiment) {
        StringBuilder text = new StringBuilder();
        for (DType precision : List.of(DType.FLOAT32, DType.FLOAT64)) {
            text.append("== operations in ").append(precision).append('\n');
            text.append(AuditScript.of(experiment, precision));
        }
        text.append("== bounds\n").append(AuditScript.bounds(experiment));
        plans(experiment)
                .forEach((name, plan) ->
                        text.append("== step, ").append(name).append('\n').append(step(experiment, plan)));
        return text.toString();
    }

    private static Map<String, Plan> plans(Experiment experiment) {
        boolean moves = experiment.training().isPresent();
        Set<Site> sums = new Graph(experiment)
                .sites().all().stream()
                        .filter(s -> s.phase() != Phase.DATA)
                        .map(s -> s.at(0))
                        .filter(s -> moves || s.phase() != Phase.UPDATE)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Site> recorded = only(
                sums,
                s -> !s.array().equals("dy")
                        && (!s.array().endsWith(".clipped")
                                || experiment.training().filter(t -> t.clips()).isPresent()));
        Map<String, Plan> plans = new LinkedHashMap<>();
        plans.put("whole", plan(recorded, recorded, Set.of(), moves, false));
        plans.put("with sums at forks", plan(sums, sums, Set.of(), moves, false));
        plans.put("without an update", plan(recorded, recorded, Set.of(), false, false));
        CUTS.forEach((name, without) -> {
            Set<Site> left = only(recorded, s -> !without.contains(s.phase()));
            plans.put(name, plan(left, left, carried(experiment, s -> without.contains(s)), moves, false));
            plans.put(name + ", all judged", plan(left, recorded, Set.of(), moves, false));
        });
        for (int half = 0; half < 3; half++) {
            int turn = half;
            Set<Site> left = only(sums, s -> Integer.bitCount(s.toString().hashCode() + turn) % 2 == 0);
            plans.put("half " + half, plan(left, left, carried(experiment, s -> turn != 1), moves, false));
        }
        plans.put("from the start", plan(Set.of(), recorded, Set.of(), moves, true));
        return plans;
    }

    private static Plan plan(Set<Site> held, Set<Site> judged, Set<String> carried, boolean updates, boolean whole) {
        return new Plan(held, judged, carried, updates, whole);
    }

    private static Set<Site> only(Set<Site> sites, Predicate<Site> which) {
        return sites.stream().filter(which).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What the step before has left of phases that are not recorded, by name. */
    private static Set<String> carried(Experiment experiment, Predicate<Phase> unrecorded) {
        Set<String> names = new LinkedHashSet<>();
        for (Weight weight : experiment.weights()) {
            if (unrecorded.test(weight.trained() ? Phase.UPDATE : Phase.STATE)) {
                names.add(weight.name());
            }
            if (weight.trained() && unrecorded.test(Phase.GRADIENT)) {
                names.add(Operand.summed(weight.name()));
            }
        }
        if (unrecorded.test(Phase.STATE)) {
            experiment.training().ifPresent(t -> t.optimizers()
                    .forEach((name, optimizer) -> optimizer.state().forEach(s -> names.add(name + "." + s.name()))));
        }
        return names;
    }

    private static String step(Experiment experiment, Plan plan) {
        StepScript script = new StepScript(experiment, plan);
        StringBuilder text = new StringBuilder(script.code());
        text.append("-- operands ").append(script.operands()).append('\n');
        text.append("-- carried ").append(script.carried()).append('\n');
        text.append("-- told ").append(script.told()).append('\n');
        text.append("-- shows ").append(script.shows()).append('\n');
        text.append("-- unrecorded ").append(sorted(script.unrecorded())).append('\n');
        for (int k = 0; k < script.operations(); k++) {
            StepOperation operation = script.operation(k);
            text.append("-- operation %d reads %s, of %s%n"
                    .formatted(k, operation.after(), sorted(operation.reads().operands())));
        }
        for (Site site : script.judged()) {
            Expected array = script.expected(site);
            text.append("-- %s is %d %d, before %d, with %s, parts %s%n"
                    .formatted(
                            site,
                            array.operation(),
                            array.index(),
                            script.before(site),
                            sorted(array.together()),
                            script.parts(array).stream()
                                    .map(p -> p.operation() + " " + p.index())
                                    .toList()));
        }
        return text.toString();
    }

    private static List<String> sorted(Collection<?> all) {
        return all.stream()
                .map(Object::toString)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
