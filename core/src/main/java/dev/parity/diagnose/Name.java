package dev.parity.diagnose;

/**
 * A number under the name by which people would call it.
 *
 * @param text {@code 1/N}
 * @param value 0.25 where there are 4 samples
 * @param cost how far it is to go for it: 1 for the plainest
 */
public record Name(String text, double value, int cost) {
    Name negative() {
        return new Name("-" + text, -value, cost + 1);
    }
}
