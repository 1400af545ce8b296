package dev.parity.cli;

import dev.parity.fault.Beyond;
import dev.parity.fault.Family;
import dev.parity.fault.Fault;
import dev.parity.fault.Faults;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parity explain}: the page of one cause. */
@Command(
        name = "explain",
        sortOptions = false,
        description =
                "Explain a cause: what goes wrong, the right formula, an example with numbers, how to mend it, and"
                        + " how it shows in a report.",
        footer = {"", "Example:", "  parity explain softmax-jacobian-diagonal-only"})
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "CAUSE",
            description = "As a report or --inject names it. Left out: all causes are listed.")
    private String cause;

    @Mixin
    private Colour colour;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Paper paper = Paper.of(command, colour);
        if (cause == null) {
            list(paper);
        } else {
            draw(Faults.byId(cause), paper);
        }
        return Exit.AGREES;
    }

    /** All causes by family, with what each comes to, and what cannot be planted. */
    static void list(Paper paper) {
        for (Family family : Faults.families()) {
            paper.heading(family.name());
            paper.line();
            for (Fault fault : family.faults()) {
                paper.text(2, fault.id());
                paper.text(6, sentence(fault.about()));
            }
            paper.line();
        }
        paper.heading("Not to be planted");
        paper.line();
        for (Beyond beyond : Faults.beyond()) {
            paper.text(2, beyond.id());
            paper.text(6, sentence(beyond.why()));
        }
    }

    /** A page's text flows into the width there is; what is indented further than text, such as a formula, stays. */
    static void draw(Fault fault, Paper paper) {
        List<String> page = Faults.page(fault);
        StringBuilder paragraph = new StringBuilder();
        for (String line : page) {
            boolean text = line.startsWith("  ") && !line.startsWith("   ");
            if (text) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
                continue;
            }
            flush(paragraph, paper);
            if (line.isEmpty()) {
                paper.line();
            } else if (line.startsWith(" ")) {
                paper.formula(line);
            } else {
                paper.heading(line);
            }
        }
        flush(paragraph, paper);
    }

    private static void flush(StringBuilder paragraph, Paper paper) {
        if (!paragraph.isEmpty()) {
            paper.text(2, paragraph.toString());
            paragraph.setLength(0);
        }
    }

    private static String sentence(String about) {
        return about.substring(0, 1).toUpperCase(Locale.ROOT) + about.substring(1) + ".";
    }
}
