package dev.parity.verdict;

import dev.parity.audit.judge.Judged;
import dev.parity.graph.Graph;
import dev.parity.report.Span;
import dev.parity.spec.Objective;
import dev.parity.trace.Operation;
import dev.parity.trace.Operation.Operand;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Between what and what an error is made: from an array that is wrong back to the nearest that were recorded. Layers that only rearrange
 * numbers are passed over, since there is little in them to get wrong, and nobody finds an error by being told of a {@code Reshape}.
 */
final class Spans {
    private final Graph graph;
    private final List<Slot> order;

    Spans(Graph graph) {
        this.graph = graph;
        this.order = graph.operations().stream().map(Operation::makes).toList();
    }

    /** Of an array that was judged together with others; empty of one that was judged alone. */
    Optional<Span> of(Judged judged) {
        Slot wrong = judged.site().slot();
        Set<Slot> together = judged.together().stream().map(Site::slot).collect(Collectors.toSet());
        if (together.isEmpty()) {
            return Optional.empty();
        }
        Set<Slot> behind = new LinkedHashSet<>();
        Set<Slot> recorded = new LinkedHashSet<>();
        Deque<Slot> open = new ArrayDeque<>(List.of(wrong));
        while (!open.isEmpty()) {
            Slot array = open.poll();
            if (!behind.add(array)) {
                continue;
            }
            for (Slot read : reads(array)) {
                boolean fork = isFork(read);
                if (fork || together.contains(read)) {
                    open.add(read);
                } else {
                    recorded.add(read);
                }
            }
        }
        List<Slot> way =
                order.stream().filter(behind::contains).filter(this::computes).toList();
        List<String> makers = way.stream().map(Slot::layer).distinct().toList();
        return makers.size() < 2 && way.size() < 2
                ? Optional.empty()
                : Optional.of(new Span(
                        from(recorded),
                        makers,
                        halfway(way, together, judged.site().step())));
    }

    /** Arrays of the same step that an array is made of; weights are known from the step before. */
    private List<Slot> reads(Slot array) {
        return graph.operation(array).stream()
                .flatMap(o -> o.parts().isEmpty() ? Stream.of(o) : o.parts().stream())
                .flatMap(o -> o.operands().entrySet().stream())
                .filter(e -> reallyRead(array, e.getKey()))
                .map(Map.Entry::getValue)
                .flatMap(operand -> operand instanceof Operand.Now now ? Stream.of(now.slot()) : Stream.empty())
                .toList();
    }

    /** A layer's way back may be computed from its input or from its output; one of them is enough to say where it begins. */
    private static boolean reallyRead(Slot array, String role) {
        return !role.equals("y") || array.phase() != Phase.BACKWARD && array.phase() != Phase.GRADIENT;
    }

    private boolean isFork(Slot slot) {
        return graph.operation(slot).filter(o -> o.kind().equals(Operation.SUM)).isPresent();
    }

    private boolean computes(Slot slot) {
        return !isFork(slot)
                && graph.node(slot.layer()).filter(n -> n.layer().rearranges()).isEmpty();
    }

    /** What comes last of the recorded arrays, as a reader would say it. */
    private List<String> from(Set<Slot> recorded) {
        List<String> all = new ArrayList<>();
        if (recorded.stream().anyMatch(s -> s.phase() == Phase.DATA)) {
            all.add("the data");
        }
        order.stream()
                .filter(recorded::contains)
                .filter(s -> s.phase() != Phase.DATA)
                .map(s -> s.layer().equals(Objective.NAME) ? "the loss" : s.layer())
                .forEach(all::add);
        return all.stream().distinct().toList();
    }

    /** The array in the middle of what could be recorded and was not. */
    private Optional<Site> halfway(List<Slot> way, Set<Slot> together, int step) {
        List<Slot> missing = way.stream().filter(together::contains).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(missing.get((missing.size() - 1) / 2).at(step));
    }
}
