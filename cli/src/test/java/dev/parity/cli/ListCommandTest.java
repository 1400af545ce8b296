package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.cli.CommandLines.Outcome;
import dev.parity.fault.Family;
import dev.parity.fault.Faults;
import dev.parity.spec.Catalogue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"layers", "losses", "optimizers", "schedulers"})
    void aTableHasALineForEach(String what) {
        Outcome list = CommandLines.run("list", what);
        assertEquals(Exit.AGREES, list.exit(), list.err());
        Catalogue catalogue = Catalogue.all().stream()
                .filter(c -> c.name().equals(what))
                .findFirst()
                .orElseThrow();
        List<String> names =
                catalogue.entries().stream().map(Catalogue.Entry::name).toList();
        assertEquals(
                names,
                list.out()
                        .lines()
                        .filter(line -> !line.startsWith(" "))
                        .map(line -> line.split(" ")[0])
                        .toList());
        list.out().lines().forEach(line -> assertTrue(line.codePointCount(0, line.length()) <= 80, line));
    }

    @Test
    void aLineHasTheFormulaAndTheOptionsWithTheirDefaults() {
        String out = CommandLines.run("list", "layers").out();
        assertTrue(out.matches("(?s).*\nLinear +y = x Wᵀ \\+ b\n +in_features, out_features, bias=true\n.*"), out);
    }

    @Test
    void aPageHasEverything() {
        assertEquals(
                """
                Linear(in_features, out_features, bias=true)

                y = x Wᵀ + b.

                  x (*, in)    weight (out, in)    bias (out)    y (*, out)
                  * is any number of dimensions, n rows in all
                  dx = dy W        dweight = dyᵀ x        dbias = Σₙ dy

                Options
                  in_features   a whole number; required
                  out_features  a whole number; required
                  bias          true or false; true unless given

                Beside the options
                %s

                Taken, and without effect: device.

                https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
                """.replace("%s\n", beside("layers")),
                CommandLines.run("list", "layers", "Linear").out());
    }

    /** What a page says of the fields beside the options, as {@code parity list spec} says it. */
    private static String beside(String what) {
        String spec = CommandLines.run("list", "spec").out();
        String rest = spec.substring(spec.indexOf("Beside the options of " + what));
        return rest.substring(rest.indexOf('\n') + 1, rest.indexOf("\n\n") + 1);
    }

    @Test
    void fieldsOfASpecAreListed() {
        String spec = CommandLines.run("list", "spec").out();
        for (String field : List.of(
                "groups",
                "name",
                "inputs",
                "use",
                "mask",
                "target",
                "scale",
                "penalty",
                "requires_grad",
                "accumulate")) {
            assertTrue(spec.matches("(?s).*\n  " + field + " .*"), field + " is not in\n" + spec);
        }
        assertTrue(spec.contains("\"share\"") && spec.contains("\"init\""), spec);
        spec.lines().forEach(line -> assertTrue(line.codePointCount(0, line.length()) <= 80, line));
    }

    @Test
    void everyEntryHasAPageThatFits() {
        int pages = 0;
        for (Catalogue catalogue : Catalogue.all()) {
            for (Catalogue.Entry entry : catalogue.entries()) {
                Outcome page = CommandLines.run("list", catalogue.name(), entry.name());
                assertEquals(Exit.AGREES, page.exit(), page.err());
                page.out()
                        .lines()
                        .filter(line -> !line.startsWith("https://"))
                        .forEach(line -> assertTrue(line.codePointCount(0, line.length()) <= 80, line));
                pages++;
            }
        }
        assertTrue(pages > 90, pages + " pages");
    }

    @Test
    void faultsAndEnginesAreListedToo() {
        String faults = CommandLines.run("list", "faults").out();
        List<String> wanted = new ArrayList<>();
        for (Family family : Faults.families()) {
            wanted.add(family.name());
            family.faults().forEach(f -> wanted.add("  " + f.id()));
        }
        wanted.add("Not to be planted");
        Faults.beyond().forEach(b -> wanted.add("  " + b.id()));
        assertEquals(
                wanted,
                faults.lines().filter(line -> line.matches(" {0,2}\\S.*")).toList());
        faults.lines().forEach(line -> assertTrue(line.codePointCount(0, line.length()) <= 80, line));
        assertTrue(CommandLines.run("list", "engines").out().contains("handwritten"));
        assertEquals(
                CommandLines.run("explain", "grads-not-zeroed").out(),
                CommandLines.run("list", "faults", "grads-not-zeroed").out());
    }

    @Test
    void withoutAWordItCountsWhatThereIs() {
        String out = CommandLines.run("list").out();
        assertTrue(out.matches("(?s)layers +\\d\\d: .*losses +\\d\\d: .*optimizers +\\d+: .*engines +\\d: .*"), out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layer                | parity: there is no list of \"layer\"; did you mean \"layers\"?",
                "datasets             | parity: there is no list of \"datasets\"; there are layers, losses, optimizers, schedulers, faults, engines, spec",
                "layers Relu          | parity: there is no layer \"Relu\"; did you mean \"ReLU\"?",
                "losses Perplexity    | parity: there is no loss \"Perplexity\"; parity list losses shows all",
                "layers Dense         | parity: there is no layer \"Dense\"; did you mean \"Linear\"?",
                "faults zero-grad     | parity: there is no fault \"zero-grad\"; parity list faults shows all",
                "engines torhc        | parity: there is no engine \"torhc\"; did you mean \"torch\"?"
            })
    void whatIsNotThereIsToldInOneLine(String words, String message) {
        Outcome list = CommandLines.run(("list " + words.strip()).split(" "));
        assertEquals(Exit.BAD_INPUT, list.exit());
        assertEquals(message + "\n", list.err());
    }

    @Test
    void formulasBreakWhereTheyStandApart() {
        StringWriter text = new StringWriter();
        Paper paper = new Paper(new PrintWriter(text, true), 40, false);
        paper.formula("  dx = dy W        dweight = dyᵀ x        dbias = Σₙ dy");
        paper.formula("  a formula that is too long and stands nowhere apart");
        paper.entry("name", 8, "some words that go on behind the name and below");
        assertEquals("""
                  dx = dy W        dweight = dyᵀ x
                  dbias = Σₙ dy
                  a formula that is too long and
                      stands nowhere apart
                name    some words that go on behind the
                        name and below
                """, text.toString());
    }

    @Test
    void colourIsOnlyWhatIsAskedFor() {
        String plain = CommandLines.run("list", "losses", "--color=never").out();
        String coloured = CommandLines.run("list", "losses", "--color=always").out();
        assertTrue(coloured.contains("\u001b[1mMSELoss\u001b[0m"), coloured);
        assertEquals(plain, coloured.replaceAll("\u001b\\[\\d*m", ""));
    }
}
