package dev.parity.audit.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sums with many equal terms, added up in orders that are all right. */
public final class SumOrders {
    private SumOrders() {}

    /** Right orders, of which the audit tries some: lanes from the front and from behind, blocks, and halves. */
    static final List<Order> RIGHT = Stream.concat(
                    Stream.of(1, 2, 4, 8, 16)
                            .flatMap(lanes -> Stream.of(new Order(lanes, 0, false), new Order(lanes, 0, true))),
                    Stream.of(
                            new Order(4, 128, false),
                            new Order(8, 192, false),
                            new Order(16, 512, false),
                            new Order(1, 32, false)))
            .toList();

    /** Sums as a picture with a constant area makes them: that many equal terms, and others among them. */
    static double[] picture(Random random) {
        int n = 200 + random.nextInt(1800);
        double constant = (float) (random.nextGaussian() * (1 + random.nextInt(100)));
        double equal = 0.4 + 0.6 * random.nextDouble();
        return IntStream.range(0, n)
                .mapToDouble(i -> i < equal * n ? constant : constant * (float) random.nextGaussian())
                .toArray();
    }

    public static int orders() {
        return RIGHT.size();
    }

    /** What would be called a mistake of so many sums in each order. */
    public static List<String> alarms(int sums, long seed) {
        List<String> found = new ArrayList<>();
        for (Order order : RIGHT) {
            Random random = new Random(seed);
            for (int i = 0; i < sums; i++) {
                double[] terms = picture(random);
                if (!released(terms, order.sum(terms, true))) {
                    found.add("sum " + i + " of " + terms.length + " terms, " + order);
                }
            }
        }
        return found;
    }

    /** As the second look does, beyond deviations by the rule of products. */
    static boolean released(double[] terms, double sum) {
        double exact = OtherOrders.exact(terms);
        double squares = DoubleStream.of(terms).map(t -> t * t).sum();
        double u = 0x1p-24;
        double deviation = u / 2 * Math.sqrt(squares + terms.length / 2.0 * (squares + exact * exact) + exact * exact);
        double off = Math.abs(sum - exact);
        return off <= 32 * Math.sqrt(2) * deviation || off <= 3 * OtherOrders.worst(terms, exact, true);
    }
}
