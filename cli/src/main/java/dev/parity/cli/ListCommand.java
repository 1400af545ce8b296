package dev.parity.cli;

import dev.parity.engine.EngineChoice;
import dev.parity.fault.Faults;
import dev.parity.spec.Beside;
import dev.parity.spec.Catalogue;
import dev.parity.spec.Javadoc;
import dev.parity.spec.Option;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parity list}: what a spec may choose from, as the records themselves declare it. */
@Command(
        name = "list",
        sortOptions = false,
        description = "List what a spec may choose from, each with its options, their defaults and its formula.",
        footer = {"", "Examples:", "  parity list layers", "  parity list optimizers AdamW"})
final class ListCommand implements Callable<Integer> {
    private static final String FAULTS = "faults";
    private static final String ENGINES = "engines";
    private static final String SPEC = "spec";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WHAT",
            description =
                    "layers, losses, optimizers, schedulers, faults, engines, or spec: the fields around them. Left out: how"
                            + " many there are of each.")
    private String what;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One of them: its whole page.")
    private String name;

    @Mixin
    private Colour colour;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Paper paper = Paper.of(command, colour);
        if (what == null) {
            overview(paper);
        } else if (what.equals(FAULTS)) {
            faults(paper);
        } else if (what.equals(ENGINES)) {
            engines(paper);
        } else if (what.equals(SPEC)) {
            spec(paper);
        } else if (name == null) {
            table(catalogue(), paper);
        } else {
            page(catalogue(), catalogue().entry(name), paper);
        }
        return Exit.AGREES;
    }

    private Catalogue catalogue() {
        return Catalogue.all().stream()
                .filter(c -> c.name().equals(what))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> all = new ArrayList<>(
                            Catalogue.all().stream().map(Catalogue::name).toList());
                    all.addAll(List.of(FAULTS, ENGINES, SPEC));
                    String hint = Nearest.hint(what, all);
                    return new BadInput("there is no list of \"" + what + "\""
                            + (hint.isEmpty() ? "; there are " + String.join(", ", all) : hint));
                });
    }

    private static void overview(Paper paper) {
        for (Catalogue catalogue : Catalogue.all()) {
            List<String> names =
                    catalogue.entries().stream().map(Catalogue.Entry::name).toList();
            paper.entry(catalogue.name(), 16, names.size() + ": " + String.join(", ", names));
        }
        paper.entry(
                FAULTS,
                16,
                Faults.all().size() + ": "
                        + Faults.families().stream()
                                .map(f -> f.name() + " " + f.faults().size())
                                .collect(Collectors.joining("; ")));
        paper.entry(
                ENGINES,
                16,
                EngineChoice.all().size() + ": "
                        + EngineChoice.all().stream().map(EngineChoice::name).collect(Collectors.joining(", ")));
    }

    /** The fields of a spec, and those that stand beside the options of a layer, a loss or an optimizer. */
    private static void spec(Paper paper) {
        paper.heading("A spec");
        entries(Beside.SPEC, paper);
        for (Catalogue catalogue : Catalogue.all()) {
            if (!catalogue.beside().isEmpty()) {
                paper.line();
                paper.heading("Beside the options of " + catalogue.name());
                entries(catalogue.beside(), paper);
            }
        }
    }

    private static void entries(List<Beside> fields, Paper paper) {
        int column = 4 + fields.stream().mapToInt(b -> b.name().length()).max().orElse(0);
        fields.forEach(b -> paper.entry("  " + b.name(), column, b.words()));
    }

    private void faults(Paper paper) {
        if (name == null) {
            ExplainCommand.list(paper);
        } else {
            ExplainCommand.draw(Faults.byId(name), paper);
        }
    }

    private void engines(Paper paper) {
        List<EngineChoice> all = EngineChoice.all();
        List<String> names = all.stream().map(EngineChoice::name).toList();
        if (name != null && !names.contains(name)) {
            throw new BadInput("there is no engine \"" + name + "\"" + Nearest.hint(name, names));
        }
        all.stream()
                .filter(e -> name == null || e.name().equals(name))
                .forEach(e -> paper.entry(e.name(), 16, e.about()));
    }

    private static void table(Catalogue catalogue, Paper paper) {
        List<Catalogue.Entry> entries = catalogue.entries();
        int column = 2 + entries.stream().mapToInt(e -> e.name().length()).max().orElse(0);
        for (Catalogue.Entry entry : entries) {
            paper.entry(entry.name(), column, entry.javadoc().summary());
            if (!entry.options().isEmpty()) {
                paper.faint(column, signature(entry));
            }
        }
    }

    /** The options as a constructor of PyTorch's has them: {@code in_features, out_features, bias=true}. */
    private static String signature(Catalogue.Entry entry) {
        return entry.options().stream()
                .map(o -> o.name() + o.fallback().map(f -> "=" + f).orElse("").replace(", ", ","))
                .collect(Collectors.joining(", "));
    }

    private static void page(Catalogue catalogue, Catalogue.Entry entry, Paper paper) {
        Javadoc doc = entry.javadoc();
        paper.heading(entry.name() + "(" + signature(entry) + ")");
        paper.line();
        body(doc, 0, paper);
        for (Catalogue.Family family : entry.families()) {
            paper.line();
            paper.heading("Common to " + members(family.members()));
            body(family.javadoc(), 0, paper);
        }
        if (!entry.options().isEmpty()) {
            paper.line();
            paper.heading("Options");
            int column = 4
                    + entry.options().stream()
                            .mapToInt(o -> o.name().length())
                            .max()
                            .orElse(0);
            for (Option option : entry.options()) {
                String words = option.words()
                        + option.fallback().map(f -> "; " + f + " unless given").orElse("; required");
                String said = Optional.ofNullable(doc.options().get(option.name()))
                        .map(d -> ". " + capital(d))
                        .orElse("");
                paper.entry("  " + option.name(), column, words + said);
            }
        }
        if (!catalogue.beside().isEmpty()) {
            paper.line();
            paper.heading("Beside the options");
            entries(catalogue.beside(), paper);
        }
        if (!entry.idle().isEmpty()) {
            paper.line();
            paper.text(0, "Taken, and without effect: " + String.join(", ", entry.idle()) + ".");
        }
        if (!doc.link().isEmpty()) {
            paper.line();
            paper.text(0, doc.link());
        }
    }

    private static void body(Javadoc doc, int indent, Paper paper) {
        for (String line : doc.text()) {
            if (line.startsWith("  ")) {
                paper.formula(line);
            } else {
                paper.text(indent, line);
            }
        }
    }

    private static String members(List<String> names) {
        if (names.size() > 6) {
            return names.get(0) + ", " + names.get(1) + " and " + (names.size() - 2) + " others";
        }
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
