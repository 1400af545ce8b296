package dev.parity.report;

import java.util.Locale;

/** A constant as reports and JSON write it: {@code GROWN_ROUNDING} is {@code grown-rounding}. */
public final class Dashed {
    private Dashed() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
