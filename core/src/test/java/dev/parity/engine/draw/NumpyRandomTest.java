package dev.parity.engine.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.BadInput;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number here was printed by NumPy 2.4.6 after {@code numpy.random.seed(...)}. */
class NumpyRandomTest {
    private static final long LARGEST_SEED = 4294967295L;

    @Test
    void rand() {
        assertExact(new NumpyRandom(0).rand(3), 0.5488135039273248, 0.7151893663724195, 0.6027633760716439);
        assertExact(new NumpyRandom(42).rand(3), 0.3745401188473625, 0.9507143064099162, 0.7319939418114051);
        assertExact(new NumpyRandom(LARGEST_SEED).rand(3), 0.0976320289940138, 0.9123828453026218, 0.78903530185164);
    }

    @Test
    void uniform() {
        assertExact(new NumpyRandom(0).uniform(-3, 5, 2), 1.390508031418598, 2.721514930979356);
        assertExact(new NumpyRandom(42).uniform(-3, 5, 2), -0.0036790492211000725, 4.605714451279329);
        assertExact(new NumpyRandom(LARGEST_SEED).uniform(-3, 5, 2), -2.2189437680478896, 4.2990627624209745);
    }

    @Test
    void randn() {
        double[] seed0 = {
            1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458, 1.8675579901499675
        };
        double[] seed42 = {
            0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 1.5230298564080254, -0.23415337472333597
        };
        double[] largest = {
            0.6484086742306527, 0.6693235306338161, -1.0805437227474493, 0.2845010447986309, 0.11388773652167104
        };
        assertWithinTwoUlp(new NumpyRandom(0).randn(5), seed0);
        assertWithinTwoUlp(new NumpyRandom(42).randn(5), seed42);
        assertWithinTwoUlp(new NumpyRandom(LARGEST_SEED).randn(5), largest);
    }

    @Test
    void normal() {
        assertWithinTwoUlp(
                new NumpyRandom(42).normal(1.5, 0.1, 3), 1.5496714153011233, 1.4861735698828815, 1.5647688538100692);
    }

    @Test
    void randint() {
        assertArrayEquals(new long[] {9, 2, -3, 0, 8, 0, 4, 6}, new NumpyRandom(0).randint(-3, 10, 8));
        assertArrayEquals(new long[] {3, 0, 9, 7, 4, 9, 1, 3}, new NumpyRandom(42).randint(-3, 10, 8));
        assertArrayEquals(new long[] {0, -1, 9, 4, 1, -3, 3, 7}, new NumpyRandom(LARGEST_SEED).randint(-3, 10, 8));
    }

    @Test
    void randintOfWideRangesAndOfOneNumber() {
        NumpyRandom random = new NumpyRandom(3);
        assertArrayEquals(new long[] {2365658986L, 303761048L, 3041471737L}, random.randint(0, 1L << 32, 3));
        assertArrayEquals(
                new long[] {1659266964297137080L, -2373568765762365184L, -3333117728526947331L},
                random.randint(-(1L << 62), 1L << 62, 3));
        assertArrayEquals(
                new long[] {-1161002279861258550L, -8877532288864855047L},
                random.randint(Long.MIN_VALUE, Long.MAX_VALUE, 2));
        assertArrayEquals(new long[] {5, 5}, random.randint(5, 6, 2));
        assertEquals(0.040630737001023265, random.rand(), "a range of one number draws nothing");
    }

    @Test
    void permutation() {
        assertArrayEquals(new int[] {2, 8, 4, 9, 1, 6, 7, 3, 0, 5}, new NumpyRandom(0).permutation(10));
        assertArrayEquals(new int[] {8, 1, 5, 0, 7, 2, 9, 4, 3, 6}, new NumpyRandom(42).permutation(10));
        assertArrayEquals(new int[] {6, 9, 5, 1, 8, 0, 7, 4, 2, 3}, new NumpyRandom(LARGEST_SEED).permutation(10));
        assertArrayEquals(new int[0], new NumpyRandom(0).permutation(0));
    }

    @Test
    void shuffle() {
        int[] a = {5, 4, 3, 2, 1, 0};
        new NumpyRandom(12).shuffle(a);
        assertArrayEquals(new int[] {5, 1, 4, 3, 0, 2}, a);
    }

    @Test
    void otherDrawsLeaveTheSpareNormalAlone() {
        NumpyRandom random = new NumpyRandom(5);
        assertWithinTwoUlp(new double[] {random.randn()}, 0.44122748688504143);
        assertEquals(0.20671915533942642, random.rand());
        assertEquals(0, random.randint(0, 7));
        assertWithinTwoUlp(new double[] {random.randn()}, -0.33087015189408764);
        assertArrayEquals(new int[] {2, 4, 3, 0, 1}, random.permutation(5));
        assertWithinTwoUlp(new double[] {random.randn()}, -1.6556935151658263);
    }

    @Test
    void listsOfSeeds() {
        NumpyRandom random = NumpyRandom.ofList(1, 2, 3);
        assertExact(random.rand(3), 0.6098612722867289, 0.8866970434146851, 0.47633673750662764);
        assertWithinTwoUlp(random.randn(1), 0.18233569446590048);
        assertExact(NumpyRandom.ofList(LARGEST_SEED).rand(2), 0.6353574441341173, 0.20319993954407756);
        long[] longerThanTheState = new long[700];
        Arrays.setAll(longerThanTheState, i -> i);
        assertExact(NumpyRandom.ofList(longerThanTheState).rand(2), 0.867898393018711, 0.9148838731573538);
    }

    /** The last of 100,000 numbers and their sum, added up in order. */
    @ParameterizedTest
    @CsvSource({"99, 0.6964143542177715, 50079.650364804744", "7, 0.35809344787464226, 49993.60009652808"})
    void longStreamOfRand(long seed, double last, double sum) {
        double[] a = new NumpyRandom(seed).rand(100_000);
        assertEquals(last, a[a.length - 1]);
        assertEquals(sum, sum(a));
    }

    /** Up to 2 ulp in each number; most are exact, so the sum of 100,000 stays within 1e-12 of its size or of 1. */
    @ParameterizedTest
    @CsvSource({
        "99, -0.9265797727667218, -50.77295116870464, 100109.59017241602",
        "7, 0.492573295122291, -288.7749520815255, 99029.8295182777"
    })
    void longStreamOfRandn(long seed, double last, double sum, double sumOfSquares) {
        double[] a = new NumpyRandom(seed).randn(100_000);
        assertWithinTwoUlp(new double[] {a[a.length - 1]}, last);
        assertEquals(sum, sum(a), 1e-12 * Math.abs(sum));
        assertEquals(sumOfSquares, sum(Arrays.stream(a).map(x -> x * x).toArray()), 1e-12 * sumOfSquares);
    }

    @ParameterizedTest
    @CsvSource({"99, 986, 49912671", "7, 464, 49787854"})
    void longStreamOfRandint(long seed, long last, long sum) {
        long[] a = new NumpyRandom(seed).randint(0, 1000, 100_000);
        assertEquals(last, a[a.length - 1]);
        assertEquals(sum, Arrays.stream(a).sum());
    }

    /** The hash is Σ a[i] 31^(n-1-i) mod 2⁶⁴, as a signed number. */
    @ParameterizedTest
    @CsvSource({"99, 86155, 29313, -5259299719736481654", "7, 33909, 61615, 5547171113833423614"})
    void longPermutation(long seed, int first, int last, long hash) {
        int[] a = new NumpyRandom(seed).permutation(100_000);
        assertEquals(first, a[0]);
        assertEquals(last, a[a.length - 1]);
        assertEquals(hash, Arrays.stream(a).asLongStream().reduce(0, (h, v) -> 31 * h + v));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4294967296L})
    void refusesSeedsThatNumpyRefuses(long seed) {
        BadInput e = assertThrows(BadInput.class, () -> new NumpyRandom(seed));
        assertTrue(e.getMessage().contains("seed " + seed), e.getMessage());
        assertThrows(BadInput.class, () -> NumpyRandom.ofList(1, seed));
    }

    @Test
    void refusesEmptyRangesAndLists() {
        assertThrows(BadInput.class, () -> new NumpyRandom(0).randint(3, 3));
        assertThrows(BadInput.class, NumpyRandom::ofList);
    }

    private static double sum(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x;
        }
        return sum;
    }

    private static void assertExact(double[] actual, double... expected) {
        assertArrayEquals(expected, actual);
    }

    private static void assertWithinTwoUlp(double[] actual, double... expected) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 2 * Math.ulp(expected[i]));
        }
    }
}
