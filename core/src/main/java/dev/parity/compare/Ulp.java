package dev.parity.compare;

/**
 * Distance in units in the last place: how many representable numbers lie between two, plus one if they differ.
 *
 * <p>The bits of an IEEE number, read as sign and magnitude, count the numbers from zero; so 0 and -0 coincide, and the
 * smallest positive and the smallest negative number are 2 apart. Good for one rounded operation; after
 * cancellation it is large and means little, so no verdict rests on it.
 */
final class Ulp {
    private Ulp() {}

    /** As an unsigned number: the widest distance of two doubles needs 64 bits. */
    static long between(double a, double b) {
        return magnitude(count(a) - count(b), a - b);
    }

    static long between(float a, float b) {
        return magnitude((long) count(a) - count(b), (double) a - b);
    }

    /** |a - b| as an unsigned number, exact for any two longs. */
    static long apart(long a, long b) {
        return a >= b ? a - b : b - a;
    }

    /** A signed number of 65 bits, given by its lower 64 and another number of its sign, without the sign. */
    private static long magnitude(long lower, double sameSign) {
        long sign = Double.doubleToRawLongBits(sameSign) >> 63;
        return (lower ^ sign) - sign;
    }

    /*
     * Both counts and the magnitude are written without branches: the signs of random numbers cannot be predicted, and
     * a mispredicted branch costs more than all else that is done to an element.
     */

    private static long count(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long sign = bits >> 63;
        return (bits ^ (sign & Long.MAX_VALUE)) - sign;
    }

    private static int count(float x) {
        int bits = Float.floatToRawIntBits(x);
        int sign = bits >> 31;
        return (bits ^ (sign & Integer.MAX_VALUE)) - sign;
    }

    /** An unsigned number as a double. */
    static double toDouble(long unsigned) {
        return unsigned >= 0 ? unsigned : ((unsigned >>> 1) | (unsigned & 1)) * 2.0;
    }
}
