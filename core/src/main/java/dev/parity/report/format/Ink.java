package dev.parity.report.format;

/** Colour for a terminal that has it, and nothing for one that has not. */
enum Ink {
    PLAIN(""),
    BOLD("1"),
    RED("1;31"),
    GREEN("1;32"),
    YELLOW("1;33"),
    DIM("2");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    String on(String text, boolean colour) {
        return colour && !code.isEmpty() && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
