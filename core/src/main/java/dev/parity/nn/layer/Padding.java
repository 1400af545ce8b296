package dev.parity.nn.layer;

import dev.parity.tensor.BadInput;
import java.util.List;
import java.util.Optional;

/**
 * Zeros around an input: a number for both ends of each dimension, or one of PyTorch's words.
 *
 * @param word instead of numbers
 */
public record Padding(Optional<Word> word, List<Integer> sizes) {
    /** Ways to say a padding without a number. */
    public enum Word {
        /** None. */
        valid,
        /** As much as makes the output as long as the input; an odd zero goes to the end. */
        same
    }

    public static Padding of(Word word) {
        return new Padding(Optional.of(word), List.of());
    }

    public static Padding of(List<Integer> sizes) {
        return new Padding(Optional.empty(), sizes);
    }

    /** With a number for each of so many dimensions; {@code same} goes with stride 1 only. */
    Padding over(int dims, List<Integer> stride) {
        if (same() && stride.stream().anyMatch(s -> s != 1)) {
            throw new BadInput(
                    "padding \"same\" needs stride 1, and the stride is " + stride + "; write the padding in numbers");
        }
        return word.isPresent() ? this : of(Sizes.over("padding", sizes, dims, 0));
    }

    boolean same() {
        return word.filter(w -> w == Word.same).isPresent();
    }

    /** Zeros at both ends together, in one dimension, of a kernel that reaches over {@code reach} further elements. */
    long both(int dim, long reach) {
        return word.isEmpty() ? 2L * sizes.get(dim) : same() ? reach : 0;
    }

    /** Zeros before the first element. */
    int before(int dim, long reach) {
        return (int) (both(dim, reach) / 2);
    }

    /** As TorchScript writes it. */
    String torch() {
        return word.map(w -> "\"" + w + "\"").orElse(sizes.toString());
    }
}
