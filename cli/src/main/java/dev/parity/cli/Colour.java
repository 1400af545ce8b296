package dev.parity.cli;

import picocli.CommandLine.Option;

/**
 * Whether a report is coloured.
 *
 * @see <a href="https://no-color.org">NO_COLOR</a>
 */
final class Colour {
    private enum When {
        auto,
        always,
        never
    }

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (on a terminal, unless NO_COLOR is set), always or never.")
    private When when = When.auto;

    boolean on() {
        return switch (when) {
            case always -> true;
            case never -> false;
            case auto -> {
                String no = System.getenv("NO_COLOR");
                yield System.console() != null && (no == null || no.isEmpty());
            }
        };
    }
}
