package dev.parity.report;

import dev.parity.trace.Site;
import java.util.List;
import java.util.Optional;

/**
 * Between what and what an error is made, where an array could only be judged together with others that were not recorded.
 *
 * @param from what was recorded on the way there, in words; the error is made after it
 * @param makers the layers and losses in between that compute something, in causal order
 * @param halfway the array to record so that about half of them are left
 */
public record Span(List<String> from, List<String> makers, Optional<Site> halfway) {
    public Span {
        from = List.copyOf(from);
        makers = List.copyOf(makers);
    }
}
