package dev.parity.audit.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Orders in which to add up: what each is off by, and what all together leave of the audit's sharpness. */
class OrderTest {
    @Test
    void lanesBlocksAndTheReverseAreThat() {
        double[] terms = {1e8, 1, -1e8, 1, 1, 1};
        assertEquals(3, new Order(1, 0, false).sum(terms, true), "the first 1 is lost");
        assertEquals(0, new Order(1, 0, true).sum(terms, true), "all are lost, since 1e8 is next but two");
        assertEquals(4, new Order(2, 0, false).sum(terms, true), "in two lanes none");
        assertEquals(2, new Order(1, 2, false).sum(terms, true), "in blocks of two those of the first two");
        assertEquals(4, new Order(1, 0, false).sum(terms, false), "float64 keeps them");
    }

    @Test
    void aRightOrderIsReleased() {
        assertEquals(14, SumOrders.RIGHT.size());
        assertEquals(List.of(), SumOrders.alarms(400, 1));
    }

    /** And of many equal terms one too few is still told from rounding, in every order. */
    @Test
    void aMissingTermIsNot() {
        Random random = new Random(2);
        int told = 0;
        int all = 0;
        for (int i = 0; i < 200; i++) {
            double[] terms = SumOrders.picture(random);
            double[] fewer = Arrays.copyOf(terms, terms.length);
            fewer[random.nextInt(100)] = 0;
            for (Order order : SumOrders.RIGHT) {
                told += SumOrders.released(terms, order.sum(fewer, true)) ? 0 : 1;
                all++;
            }
        }
        assertTrue(told > 0.99 * all, told + " of " + all);
    }
}
