package dev.parity.engine;

import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long things take, as ratios within one run. Started by {@code scripts/bench}, in the checkout's folder. */
final class Bench {
    static final String SOFTMAX = "fixtures/softmax-squared-error/right.json";
    static final String DIGITS = "fixtures/four-linear-digits/right.json";

    private static final List<String> NETWORKS = List.of("mlp", "lenet", "resnet", "lstm", "gpt", "vae");

    private Bench() {}

    public static void main(String[] args) throws Exception {
        boolean once = args.length > 0 && args[0].equals("--once");
        Turns turns = new Turns(once);
        Map<String, Turns.Work> parts = new LinkedHashMap<>();
        parts.put("process", () -> ProcessBench.measure(turns));
        parts.put("loss", () -> LossBench.measure(turns));
        parts.put("step", () -> StepBench.measure(turns, List.of(DIGITS)));
        parts.put("networks", () -> StepBench.measure(turns, paths(NETWORKS)));
        parts.put("compare", () -> {
            CompareBench.measure(turns, SOFTMAX);
            CompareBench.measure(turns, DIGITS);
        });
        NETWORKS.forEach(name -> parts.put(name, () -> StepBench.measure(turns, paths(List.of(name)))));
        List<String> named = List.of(args).subList(once ? 1 : 0, args.length);
        List<String> wanted = named.isEmpty() ? List.of("process", "loss", "step", "networks", "compare") : named;
        for (String part : wanted) {
            Turns.Work work = parts.get(part);
            if (work == null) {
                say("there is no part \"%s\", only %s", part, String.join(", ", parts.keySet()));
                System.exit(2);
            }
            work.run();
        }
        System.exit(0); // libtorch's and ND4J's threads would keep the process
    }

    private static List<String> paths(List<String> networks) {
        return networks.stream().map(n -> "fixtures/networks/" + n + ".json").toList();
    }

    static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    static Experiment read(String spec) {
        return read(spec, SpecReader.Overrides.none());
    }

    static Experiment read(String spec, SpecReader.Overrides overrides) {
        return SpecReader.read(new Folder(Path.of(spec), List.of()), overrides);
    }
}
