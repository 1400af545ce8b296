package dev.parity.audit.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Orders in which to add up: what each is off by, and what all together leave of the audit's sharpness. */
class OrderTest {
    /** Right orders, of which the audit tries some: lanes from the front and from behind, blocks, and halves. */
    private static final List<Order> RIGHT = Stream.concat(
                    Stream.of(1, 2, 4, 8, 16)
                            .flatMap(lanes -> Stream.of(new Order(lanes, 0, false), new Order(lanes, 0, true))),
                    Stream.of(
                            new Order(4, 128, false),
                            new Order(8, 192, false),
                            new Order(16, 512, false),
                            new Order(1, 32, false)))
            .toList();

    /** Sums as a picture with a constant area makes them: that many equal terms, and others among them. */
    private static double[] picture(Random random) {
        int n = 200 + random.nextInt(1800);
        double constant = (float) (random.nextGaussian() * (1 + random.nextInt(100)));
        double equal = 0.4 + 0.6 * random.nextDouble();
        return IntStream.range(0, n)
                .mapToDouble(i -> i < equal * n ? constant : constant * (float) random.nextGaussian())
                .toArray();
    }

    @Test
    void lanesBlocksAndTheReverseAreThat() {
        double[] terms = {1e8, 1, -1e8, 1, 1, 1};
        assertEquals(3, new Order(1, 0, false).sum(terms, true), "the first 1 is lost");
        assertEquals(0, new Order(1, 0, true).sum(terms, true), "all are lost, since 1e8 is next but two");
        assertEquals(4, new Order(2, 0, false).sum(terms, true), "in two lanes none");
        assertEquals(2, new Order(1, 2, false).sum(terms, true), "in blocks of two those of the first two");
        assertEquals(4, new Order(1, 0, false).sum(terms, false), "float64 keeps them");
    }

    @TestFactory
    Stream<DynamicTest> aRightOrderIsReleased() {
        assertEquals(14, RIGHT.size());
        return RIGHT.stream().map(order -> DynamicTest.dynamicTest(order.toString(), () -> {
            Random random = new Random(1);
            for (int i = 0; i < 400; i++) {
                double[] terms = picture(random);
                assertTrue(released(terms, order.sum(terms, true)), "sum " + i + " of " + terms.length + " terms");
            }
        }));
    }

    /** And of many equal terms one too few is still told from rounding, in every order. */
    @Test
    void aMissingTermIsNot() {
        Random random = new Random(2);
        int told = 0;
        int all = 0;
        for (int i = 0; i < 200; i++) {
            double[] terms = picture(random);
            double[] fewer = Arrays.copyOf(terms, terms.length);
            fewer[random.nextInt(100)] = 0;
            for (Order order : RIGHT) {
                told += released(terms, order.sum(fewer, true)) ? 0 : 1;
                all++;
            }
        }
        assertTrue(told > 0.99 * all, told + " of " + all);
    }

    /** As the second look does, beyond deviations by the rule of products. */
    private static boolean released(double[] terms, double sum) {
        double exact = OtherOrders.exact(terms);
        double squares = DoubleStream.of(terms).map(t -> t * t).sum();
        double u = 0x1p-24;
        double deviation =
                u / 2 * Math.sqrt(squares + terms.length / 2.0 * (squares + exact * exact) + exact * exact);
        double off = Math.abs(sum - exact);
        return off <= 32 * Math.sqrt(2) * deviation || off <= 3 * OtherOrders.worst(terms, exact, true);
    }
}
