package dev.parity.fuzz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The choices of one network. A network is a function of its seed and number alone, whatever was drawn before it. */
final class Draw {
    private final Random random;

    Draw(long seed, int number) {
        // Seeds of java.util.Random that are neighbours give first numbers that are neighbours.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L);
        random.nextLong();
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    int whole(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(double p) {
        return random.nextDouble() < p;
    }

    @SafeVarargs
    final <T> T pick(T... items) {
        return items[random.nextInt(items.length)];
    }

    <T> T pick(Collection<T> items) {
        return List.copyOf(items).get(random.nextInt(items.size()));
    }

    /** A number between two others, with three digits, so that a spec can be read. */
    double between(double low, double high) {
        return rounded(low + (high - low) * random.nextDouble());
    }

    /** 10 to a power between two others, with three digits. */
    double power(double low, double high) {
        return rounded(Math.pow(10, low + (high - low) * random.nextDouble()));
    }

    List<Integer> permutation(int n) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        return order;
    }

    /** A divisor of n. */
    int divisor(int n) {
        int d = whole(1, n);
        while (n % d != 0) {
            d--;
        }
        return d;
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2e", value));
    }
}
