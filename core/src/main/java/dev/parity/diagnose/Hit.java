package dev.parity.diagnose;

import dev.parity.formula.Values;

/** A hypothesis that agrees with every element. */
record Hit(Cause cause, Score score, Values predicted, double price) {
    /** Bits that it explains beyond what it costs; the number of hypotheses tried is a cost too. */
    double surplus(int tried) {
        return score.explained() - price - Cause.bits(tried);
    }
}
