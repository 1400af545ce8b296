package dev.parity.report.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.report.Examples;
import dev.parity.report.Golden;
import dev.parity.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both formats, for every way in which a report can come out. German writes 1.234,5 and Arabic and Hindi have digits of
 * their own: none of that may reach a report.
 */
class GoldenReportTest {
    @ParameterizedTest
    @ValueSource(strings = {"en", "de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "tr-TR"})
    void isTheSameInEveryLocale(String language) throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            int checked = 0;
            for (var example : texts().entrySet()) {
                Golden.check(example.getKey() + ".txt", TerminalReport.draw(example.getValue(), false));
                checked++;
            }
            for (var example : trees().entrySet()) {
                Golden.check(example.getKey() + ".json", json(example.getValue()));
                checked++;
            }
            for (var example : audits().entrySet()) {
                Golden.check(example.getKey() + ".txt", TerminalReport.draw(List.of(example.getValue()), false));
                Golden.check(example.getKey() + ".json", json(List.of(example.getValue())));
                checked += 2;
            }
            Golden.check("colour.ansi", TerminalReport.draw(Examples.several(), true));
            assertEquals(27, checked);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Map<String, List<Report>> texts() {
        return Map.of(
                "agrees", List.of(Examples.agrees()),
                "identical", List.of(Examples.identical()),
                "diverges", List.of(Examples.diverges(500)),
                "nan-on-one-side", List.of(Examples.nanOnOneSide()),
                "nan-on-both-sides", List.of(Examples.nanOnBothSides()),
                "missing-gradients", List.of(Examples.missingGradients()),
                "nothing-compared", List.of(Examples.nothingCompared()),
                "wrong-shape", List.of(Examples.wrongShape()),
                "mistyped", List.of(Examples.mistyped()),
                "several", Examples.several());
    }

    private static Map<String, List<Report>> trees() {
        return Map.of(
                "agrees", List.of(Examples.agrees()),
                "diverges", List.of(Examples.diverges(2)),
                "nan-on-one-side", List.of(Examples.nanOnOneSide()),
                "nan-on-both-sides", List.of(Examples.nanOnBothSides()),
                "missing-gradients", List.of(Examples.missingGradients()),
                "nothing-compared", List.of(Examples.nothingCompared()),
                "wrong-shape", List.of(Examples.wrongShape()),
                "mistyped", List.of(Examples.mistyped()),
                "several", Examples.several());
    }

    private static Map<String, Report> audits() {
        return Map.of(
                "audited", Examples.audited(),
                "drifts", Examples.drifts(),
                "wavers", Examples.wavers(),
                "audited-alone", Examples.auditedAlone());
    }

    private static String json(List<Report> reports) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonReport().write(reports, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
