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

/** Every order here was printed by PyTorch 2.13.0 on the CPU. */
class TorchPermutationTest {
    @Test
    void shortOnes() {
        assertArrayEquals(new int[] {4, 1, 7, 5, 3, 9, 0, 8, 6, 2}, TorchPermutation.randperm(10, 0));
        assertArrayEquals(new int[] {2, 6, 1, 8, 4, 5, 0, 9, 3, 7}, TorchPermutation.randperm(10, 42));
        assertArrayEquals(new int[] {1, 4, 6, 2, 0, 5, 8, 7, 9, 3}, TorchPermutation.randperm(10, 4294967295L));
        assertArrayEquals(new int[] {1, 4, 6, 2, 0, 5, 8, 7, 9, 3}, TorchPermutation.randperm(10, -1));
        assertArrayEquals(new int[] {2, 6, 1, 8, 4, 5, 0, 9, 3, 7}, TorchPermutation.randperm(10, (1L << 40) + 42));
    }

    @Test
    void nothingAndNextToNothing() {
        assertArrayEquals(new int[0], TorchPermutation.randperm(0, 1));
        assertArrayEquals(new int[] {0}, TorchPermutation.randperm(1, 1));
        assertArrayEquals(new int[] {1, 0}, TorchPermutation.randperm(2, 1));
    }

    /** {@code torch.manual_seed(5)}, then two epochs of {@code DataLoader(range(12), batch_size=12, shuffle=True)}. */
    @Test
    void twoEpochsOfALoader() {
        Mt19937 global = new Mt19937(5);
        assertArrayEquals(new int[] {8, 9, 6, 11, 5, 2, 0, 7, 1, 10, 3, 4}, epoch(global));
        assertArrayEquals(new int[] {1, 5, 0, 2, 11, 8, 4, 9, 10, 3, 7, 6}, epoch(global));
    }

    private static int[] epoch(Mt19937 global) {
        global.next64();
        return TorchPermutation.randperm(12, global.next64());
    }

    /** The hash is Σ a[i] 31^(n-1-i) mod 2⁶⁴, as a signed number. */
    @ParameterizedTest
    @CsvSource({"99, 14401, 88576, 5429728160706151738", "7, 41615, 73623, 7106151559510747646"})
    void aLongOne(long seed, int first, int last, long hash) {
        int[] a = TorchPermutation.randperm(100_000, seed);
        assertEquals(first, a[0]);
        assertEquals(last, a[a.length - 1]);
        assertEquals(hash, Arrays.stream(a).asLongStream().reduce(0, (h, v) -> 31 * h + v));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 214748364, Integer.MAX_VALUE})
    void refusesWhatPyTorchWouldDrawOtherwise(int n) {
        BadInput e = assertThrows(BadInput.class, () -> TorchPermutation.randperm(n, 0));
        assertTrue(e.getMessage().contains(n + " samples"), e.getMessage());
    }
}
