package dev.parity.engine.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Against the published outputs: mt19937ar.out, and the 10,000th number that C++ prescribes for std::mt19937. */
class Mt19937Test {
    @Test
    void theTenThousandthNumber() {
        Mt19937 bits = new Mt19937(5489);
        for (int i = 1; i < 10_000; i++) {
            bits.next32();
        }
        assertEquals(4123659995L, Integer.toUnsignedLong(bits.next32()));
    }

    @Test
    void keyOfSeveralWords() {
        Mt19937 bits = Mt19937.ofKey(0x123, 0x234, 0x345, 0x456);
        for (long expected : new long[] {1067595299, 955945823, 477289528, 4107218783L, 4228976476L}) {
            assertEquals(expected, Integer.toUnsignedLong(bits.next32()));
        }
    }

    @Test
    void upperHalfComesFirst() {
        Mt19937 words = new Mt19937(1);
        long upper = Integer.toUnsignedLong(words.next32());
        long lower = Integer.toUnsignedLong(words.next32());
        assertEquals(upper << 32 | lower, new Mt19937(1).next64());
    }

    @Test
    void onlyTheLowerHalfOfASeedCounts() {
        assertEquals(new Mt19937(42).next64(), new Mt19937((1L << 40) + 42).next64());
    }

    @Test
    void anEmptyKeyIsRefused() {
        assertThrows(IllegalArgumentException.class, Mt19937::ofKey);
    }

    /** From any place of the stream, also in the middle of a state. */
    @Test
    void itsWordsGiveTheStateAway() {
        Mt19937 bits = new Mt19937(7);
        for (int i = 0; i < 1000; i++) {
            bits.next32();
        }
        Mt19937 here = bits.copy();
        int[] words = new int[624];
        for (int i = 0; i < words.length; i++) {
            words[i] = bits.next32();
        }
        Mt19937 found = Mt19937.before(words);
        for (int i = 0; i < 3000; i++) {
            assertEquals(here.next32(), found.next32());
        }
    }

    @Test
    void aCopyGoesOnAlone() {
        Mt19937 bits = new Mt19937(7);
        bits.next32();
        Mt19937 copy = bits.copy();
        int next = bits.next32();
        bits.next32();
        assertEquals(next, copy.next32());
    }

    @Test
    void aStateHas624Words() {
        assertThrows(IllegalArgumentException.class, () -> Mt19937.before(1, 2, 3));
    }
}
