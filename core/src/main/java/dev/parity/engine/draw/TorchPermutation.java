package dev.parity.engine.draw;

import dev.parity.tensor.BadInput;
import java.util.stream.IntStream;

/**
 * The order in which PyTorch's {@code DataLoader(shuffle=True)} visits samples: {@code torch.randperm(n)} from a
 * generator of its own.
 *
 * <pre>
 *   for i = 0 .. n-2:  swap r[i], r[i + next32 mod (n-i)]          from r = 0 .. n-1
 * </pre>
 *
 * In each epoch the loader draws two int64 with {@code random_()} from the global generator, a base seed for its
 * workers and then the seed of that permutation. A generator looks at the lower 32 bits of its seed only, and those of
 * {@code random_()} are what {@code torch.randint(0, 2**32, ())} returns at the same place of the stream.
 *
 * <p>Source: pytorch, {@code aten/src/ATen/native/TensorFactories.cpp} and {@code torch/utils/data/sampler.py}.
 */
public final class TorchPermutation {
    /** From here on PyTorch uses another algorithm: {@code n >= uint32 max / 20}. */
    private static final int LIMIT = (int) (0xffffffffL / 20);

    private TorchPermutation() {}

    /** The order of the next pass of a loader over n samples, whose seeds come from a generator. */
    public static int[] next(int n, Mt19937 global) {
        global.next64(); // the workers'
        return randperm(n, global.next64());
    }

    /** {@code torch.randperm(n, generator=torch.Generator().manual_seed(seed))}. */
    public static int[] randperm(int n, long seed) {
        if (n < 0 || n >= LIMIT) {
            throw new BadInput("cannot shuffle " + n + " samples: PyTorch's order is known for 0 to " + (LIMIT - 1)
                    + " of them; write \"shuffle\": false or take fewer");
        }
        Mt19937 bits = new Mt19937(seed);
        int[] order = IntStream.range(0, n).toArray();
        for (int i = 0; i < n - 1; i++) {
            int j = i + Integer.remainderUnsigned(bits.next32(), n - i);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
