package dev.parity.trace;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * How finely a record's numbers are written. A float64 array in which every number is a float32, or has six decimals, was made or
 * written so: what a number was before is known up to that rounding.
 *
 * @param words what the numbers are
 * @param relative how far a number may have been from what is written, over its size; 0 where it is what the program went on with
 * @param absolute the same, whatever its size
 * @param type in which the program can be taken to have computed
 */
public record Grain(String words, double relative, double absolute, DType type) {
    /** As finely as the arrays' types can. */
    public static final Grain FULL = new Grain("", 0, 0, DType.FLOAT64);

    private static final Grain SINGLE = new Grain("float32's", 0x1p-24, 0, DType.FLOAT32);
    private static final Grain HALF = new Grain("float16's", 0x1p-11, 0x1p-25, DType.FLOAT32);
    private static final Grain BRAIN = new Grain("bfloat16's", 0x1p-8, 0, DType.FLOAT32);

    /** Digits beyond which a short number is chance in float64, and up to which a float32 can be told by. */
    private static final int DIGITS = 12;

    /** Fewer digits than a printed number has. */
    private static final int LEAST = 4;

    private static final int SINGLE_DIGITS = 9;

    /** So many numbers need all that a grain has, and so large a share of all: with drawn numbers half of them do, or more. */
    private static final int FULLY = 8;

    private static final double SHARE = 0.25;

    /** A number that needs so many bits fewer than it has may be a round one. */
    private static final int SHORT = 8;

    /**
     * That of the arrays of one step; data are drawn and not computed, and single numbers may be written as anything.
     *
     * @param asked the type of the arithmetic that was asked for, which a record may be narrower than
     */
    public static Grain of(Trace step, DType asked) {
        List<Tensor> arrays = new ArrayList<>();
        step.forEach((site, array) -> {
            if (site.phase() != Phase.DATA && array.dtype().isFloat() && array.size() > 1) {
                arrays.add(array);
            }
        });
        if (arrays.isEmpty()) {
            return numbers(step);
        }
        if (arrays.stream().anyMatch(Tensor::halved)) {
            return arrays.stream().filter(Tensor::halved).allMatch(a -> fits(a, 8)) ? BRAIN : HALF;
        }
        boolean wide = arrays.stream().anyMatch(a -> a.dtype() == DType.FLOAT64);
        if (all(arrays, Grain::bits, 8)) {
            return BRAIN;
        }
        if (all(arrays, x -> halfBits(x), 11)) {
            return HALF;
        }
        if (!wide && !arrays.isEmpty() && asked == DType.FLOAT64) {
            return written(arrays).orElse(new Grain("", SINGLE.relative, 0, SINGLE.type));
        }
        return written(arrays)
                .or(() -> wide && all(arrays, Grain::bits, 24) ? Optional.of(SINGLE) : Optional.empty())
                .orElse(FULL);
    }

    /** Where nothing but single numbers was recorded: of one that is not short, 29 bits that are all zero are no chance. */
    private static Grain numbers(Trace step) {
        List<Tensor> numbers = new ArrayList<>();
        step.forEach((site, array) -> {
            if (site.phase() != Phase.DATA && array.dtype() == DType.FLOAT64 && array.size() == 1) {
                numbers.add(array);
            }
        });
        boolean single = numbers.stream().mapToInt(a -> bits(a.get(0))).allMatch(n -> n <= 24 && n > 24 - SHORT);
        return single && !numbers.isEmpty() ? SINGLE : FULL;
    }

    /** Whether an array of float64 is one of float32 by itself. */
    public static boolean isSingle(Tensor array) {
        return array.dtype() == DType.FLOAT64 && all(List.of(array), Grain::bits, 24);
    }

    /** Whether every number of an array is a float32. */
    public static boolean fitsSingle(Tensor array) {
        for (int i = 0; i < array.size(); i++) {
            double x = array.get(i);
            if (Double.isFinite(x) && (float) x != x) {
                return false;
            }
        }
        return true;
    }

    /** Whether no number needs more than so much, and enough need all of it. */
    private static boolean all(List<Tensor> arrays, ToIntFunction<Number> need, int most) {
        long fully = 0;
        long some = 0;
        for (Tensor array : arrays) {
            for (int i = 0; i < array.size(); i++) {
                double x = array.get(i);
                if (x == 0 || !Double.isFinite(x)) {
                    continue;
                }
                int n = need.applyAsInt(x);
                if (n > most) {
                    return false;
                }
                some++;
                fully += n == most ? 1 : 0;
            }
        }
        return fully >= FULLY && fully >= SHARE * some;
    }

    /** Binary digits that a number needs. */
    private static int bits(Number number) {
        long mantissa = Double.doubleToLongBits(number.doubleValue()) & 0xfffffffffffffL;
        return mantissa == 0 ? 1 : 53 - Long.numberOfTrailingZeros(mantissa);
    }

    /** The same of one that float16 may hold: below 2⁻¹⁴ its numbers are multiples of 2⁻²⁴, and above 65504 there is none. */
    private static int halfBits(Number number) {
        double x = Math.abs(number.doubleValue());
        boolean small = x < 0x1p-14;
        boolean fits = small ? x * 0x1p24 == Math.rint(x * 0x1p24) : x <= 65504;
        return fits ? bits(number) : Integer.MAX_VALUE;
    }

    /** Numbers that were printed. */
    private static Optional<Grain> written(List<Tensor> arrays) {
        int digits = 0;
        int decimals = 0;
        List<Integer> all = new ArrayList<>();
        for (Tensor array : arrays) {
            boolean single = array.dtype() == DType.FLOAT32;
            for (int i = 0; i < array.size(); i++) {
                double x = array.get(i);
                if (x == 0 || !Double.isFinite(x)) {
                    continue;
                }
                Optional<BigDecimal> shortest = shortest(x, single);
                if (shortest.isEmpty()) {
                    return Optional.empty();
                }
                BigDecimal b = shortest.get();
                digits = Math.max(digits, b.precision());
                decimals = Math.max(decimals, b.scale());
                all.add(b.scale());
            }
        }
        boolean plain = arrays.stream().anyMatch(a -> !fits(a, 11));
        int most = Math.min(decimals, digits);
        boolean fixed = decimals <= digits;
        int last = decimals;
        long fully = fixed ? all.stream().filter(s -> s == last).count() : all.size();
        if (most < LEAST || !plain || fully < FULLY || fully < SHARE * all.size()) {
            return Optional.empty();
        }
        DType type = most <= SINGLE_DIGITS ? DType.FLOAT32 : DType.FLOAT64;
        return Optional.of(
                fixed
                        ? new Grain("of at most " + decimals + " decimals", 0, 0.5 * Math.pow(10, -decimals), type)
                        : new Grain("of at most " + digits + " digits", 0.5 * Math.pow(10, 1 - digits), 0, type));
    }

    /** Whether all numbers are short in binary digits: sixteenths, which have four decimals, need few. */
    private static boolean fits(Tensor array, int most) {
        for (int i = 0; i < array.size(); i++) {
            if (bits(array.get(i)) > most) {
                return false;
            }
        }
        return true;
    }

    /** The number in as few digits as give it back, if these are few: in float32 so few that it is not simply all of its own. */
    private static Optional<BigDecimal> shortest(double x, boolean single) {
        BigDecimal exact = new BigDecimal(x);
        int most = single ? 6 : DIGITS;
        BigDecimal rounded = exact.round(new MathContext(most));
        boolean same = single ? rounded.floatValue() == (float) x : rounded.doubleValue() == x;
        return same ? Optional.of(rounded.stripTrailingZeros()) : Optional.empty();
    }

    /** Whether a number may have been another before it was written. */
    public boolean rounded() {
        return relative > 0 || absolute > 0;
    }

    /** Whether what is written is not what the program has even where that computes in float32. */
    public boolean coarse() {
        return rounded() && relative != SINGLE.relative;
    }

    /** Whether it is half precision: a program that computes in it rounds within an operation as well, by as much as many mistakes. */
    public boolean half() {
        return equals(HALF) || equals(BRAIN);
    }

    /** How far a number may have been from what is written. */
    public double error(double written) {
        return Math.max(absolute, relative * Math.abs(written));
    }

    /** What a reader should know of a side so written. */
    public Optional<String> warning(String side, DType asked) {
        if (words.isEmpty() || !coarse() && DType.coarser(asked, type) == asked) {
            return Optional.empty();
        }
        return Optional.of(
                coarse()
                        ? side + "'s numbers are all " + words
                                + ", and it is judged at that precision: what is smaller does not show; record"
                                + " them in full (np.savez of the arrays themselves, %.17g in a text)"
                        : side + "'s numbers are all " + words
                                + " though its arrays are float64, and it is judged at float32's rounding; if it"
                                + " computes in float32, run with --dtype float32, and if not, record what it has"
                                + " without the way through float32");
    }
}
