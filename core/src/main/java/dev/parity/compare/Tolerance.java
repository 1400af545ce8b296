package dev.parity.compare;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;

/**
 * How far a candidate c may be from its reference r: {@code |c - r| <= atol + rtol |r|}, element by element, where c
 * and r are finite. Nothing else passes: not NaN, and not infinity beside infinity.
 *
 * @param rtol relative, at least 0 and below 1
 * @param atol absolute, at least 0
 */
public record Tolerance(double rtol, double atol) {
    /** Equal numbers only; 0 equals -0. */
    public static final Tolerance EXACT = new Tolerance(0, 0);

    /**
     * PyTorch's own for float32 ({@code torch.testing.assert_close}), so that both tools say the same of one array.
     * Rounding stays within 22 roundoffs of most elements, and atol forgives sums of terms of size one that cancel.
     * Both limits are felt: of 26 057 arrays of correct small networks 0.8 % exceed it, and below atol a factor of two
     * passes, hence {@link Measure#faint}.
     */
    private static final Tolerance FLOAT32 = new Tolerance(1.3e-6, 1e-5);

    /**
     * Tighter than {@code assert_close}'s (1e-7, 1e-7), which lets a float literal leak into a double computation
     * unseen: 0.1f is off by 1.5e-8. Rounding leaves room enough: free runs of 2 000 steps drifted apart by 2.6e-14 at
     * most, and sums of terms of size one cancel to about 1e-14, a hundredth of atol.
     */
    private static final Tolerance FLOAT64 = new Tolerance(1e-9, 1e-12);

    public Tolerance {
        if (!(rtol >= 0 && rtol < 1)) {
            throw new BadInput("rtol is " + rtol
                    + "; write a number from 0 to below 1, such as 1e-6 (from 1 on, a candidate of zeros would"
                    + " always pass)");
        }
        if (!(atol >= 0 && atol <= Double.MAX_VALUE)) {
            throw new BadInput("atol is " + atol + "; write a finite number from 0, such as 1e-8");
        }
    }

    /** What is taken for arrays of this precision where nothing else is asked for. Integers are compared exactly. */
    public static Tolerance of(DType precision) {
        return switch (precision) {
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case INT64 -> EXACT;
        };
    }

    /** Reads {@code RTOL,ATOL}, such as {@code 1e-6,1e-8}. */
    public static Tolerance parse(String text) {
        String[] part = text.split(",", -1);
        if (part.length == 2) {
            try {
                return new Tolerance(Double.parseDouble(part[0].strip()), Double.parseDouble(part[1].strip()));
            } catch (NumberFormatException e) {
                // falls through to the message below
            }
        }
        throw new BadInput("\"" + text + "\" is not a tolerance; write RTOL,ATOL, such as 1e-6,1e-8");
    }

    /** The largest |c - r| that passes beside a finite r. */
    public double allowed(double reference) {
        return atol + rtol * Math.abs(reference);
    }

    public boolean passes(double reference, double candidate) {
        double difference = Math.abs(candidate - reference);
        return difference <= Double.MAX_VALUE && difference <= allowed(reference);
    }
}
