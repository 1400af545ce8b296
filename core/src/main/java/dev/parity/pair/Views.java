package dev.parity.pair;

import dev.parity.engine.Engine;
import dev.parity.tensor.FirstFew;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises a program that recorded views: each of its arrays holds the same numbers at every step, the last ones, although
 * the other side's change.
 */
public final class Views {
    /** How many arrays are named. */
    private static final int NAMED = 3;

    private final String side;
    private final boolean ours;
    /** What came first, of the arrays that have been the same ever since. */
    private final Map<Slot, Tensor> still = new LinkedHashMap<>();

    private final Map<Slot, Tensor> before = new LinkedHashMap<>();
    private final Set<Slot> moved = new LinkedHashSet<>();
    private final Set<Slot> changing = new LinkedHashSet<>();

    /** @param engine of this side; one that computes hands over arrays of its own */
    public Views(String side, Engine engine) {
        this.side = side;
        this.ours = engine.choice().ours();
    }

    /** Looks at one step, of this side and of the other. */
    public void step(Trace own, Trace other) {
        if (ours) {
            return;
        }
        own.forEach((site, array) -> {
            Slot slot = site.slot();
            if (site.phase() == Phase.DATA || moved.contains(slot)) {
                return;
            }
            if (!finite(array)) {
                moved.add(slot); // NaN is NaN in every step, whatever it was copied from
                still.remove(slot);
                before.remove(slot);
                return;
            }
            Tensor first = still.putIfAbsent(slot, array);
            if (first != null && !first.sameBits(array)) {
                moved.add(slot);
                still.remove(slot);
                before.remove(slot);
                return;
            }
            other.get(site).ifPresent(theirs -> {
                Tensor earlier = before.putIfAbsent(slot, theirs);
                if (earlier != null && !earlier.sameBits(theirs)) {
                    changing.add(slot);
                }
            });
        });
    }

    private static boolean finite(Tensor array) {
        for (int i = 0; i < array.size(); i++) {
            if (!Double.isFinite(array.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What to tell the user, in a sentence. */
    public Optional<String> warning() {
        List<String> names = still.keySet().stream()
                .filter(changing::contains)
                .map(Slot::toString)
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(side + " records the same numbers at every step for "
                + FirstFew.of(names, NAMED)
                + ", where the other side's change; if it recorded views of arrays that it went on to overwrite, copy each"
                + " array when recording it (w.copy() in NumPy, w.detach().clone() in PyTorch)");
    }
}
