package dev.parity.cli;

import dev.parity.compare.Verdict;
import java.util.List;

/**
 * What a process says by ending. Scripts rely on these numbers, and on 1 meaning one thing only.
 *
 * <p>They are plain numbers and no enum, because a command hands one to picocli and Java hands it to the shell.
 */
final class Exit {
    /** The two sides agree, or the command did what it was asked to. */
    static final int AGREES = 0;
    /** They diverge. Nothing else ends so, whatever goes wrong. */
    static final int DIVERGES = 1;
    /** The user's spec, trace or command line is at fault. */
    static final int BAD_INPUT = 2;
    /** Nothing or not enough was compared, or the run was interrupted. */
    static final int INCONCLUSIVE = 3;
    /** An engine or this program failed. */
    static final int FAILED = 4;

    static int of(Verdict verdict) {
        return switch (verdict) {
            case AGREES -> AGREES;
            case DIVERGES -> DIVERGES;
            case INCONCLUSIVE -> INCONCLUSIVE;
        };
    }

    /** The code for two specs, where 4 &gt; 1 &gt; 3 &gt; 2 &gt; 0: nothing hides a failure or a divergence. */
    static int worse(int a, int b) {
        return RANK.indexOf(a) >= RANK.indexOf(b) ? a : b;
    }

    private static final List<Integer> RANK = List.of(AGREES, BAD_INPUT, INCONCLUSIVE, DIVERGES, FAILED);

    private Exit() {}
}
