package dev.parity.compare;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * The rows of many steps, each as its figures alone: the names of its gradients and weights are those of most other rows, and are
 * held once. A row is made anew whenever it is asked for.
 */
final class PackedSteps extends AbstractList<Step> implements RandomAccess {
    /** Figures of a delta: abs, rel, cosine. */
    private static final int DELTA = 3;

    private final List<Packed> rows;
    private final Map<Names, Names> names = new HashMap<>();

    /** What rows of the same kind have in common. */
    private record Names(boolean loss, List<String> gradient, List<String> weight) {}

    private record Packed(int step, int sites, int differing, Names names, double[] figures) {
        Step row() {
            int at = names.loss ? 2 : 0;
            Optional<LossPair> loss = names.loss ? Optional.of(new LossPair(figures[0], figures[1])) : Optional.empty();
            return new Step(
                    step,
                    sites,
                    differing,
                    loss,
                    deltas(names.gradient, at),
                    deltas(names.weight, at + DELTA * names.gradient.size()));
        }

        private List<Delta> deltas(List<String> of, int from) {
            List<Delta> deltas = new ArrayList<>(of.size());
            for (int i = 0; i < of.size(); i++) {
                int at = from + DELTA * i;
                deltas.add(new Delta(of.get(i), figures[at], figures[at + 1], figures[at + 2]));
            }
            return deltas;
        }
    }

    PackedSteps() {
        this.rows = new ArrayList<>();
    }

    /** The same rows, untouched by what is added to the others. */
    PackedSteps(PackedSteps others) {
        this.rows = new ArrayList<>(others.rows);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Step get(int i) {
        return rows.get(i).row();
    }

    /** Adds a row, or more of a step that there is; rows stay in the order of their steps. */
    void merge(Step more) {
        int i = rows.size();
        while (i > 0 && rows.get(i - 1).step > more.step()) {
            i--;
        }
        if (i > 0 && rows.get(i - 1).step == more.step()) {
            rows.set(i - 1, pack(rows.get(i - 1).row().plus(more)));
        } else {
            rows.add(i, pack(more));
        }
    }

    private Packed pack(Step row) {
        Names kind = new Names(
                row.loss().isPresent(),
                row.gradient().stream().map(Delta::name).toList(),
                row.weight().stream().map(Delta::name).toList());
        double[] figures = new double
                [(kind.loss ? 2 : 0)
                        + DELTA * (row.gradient().size() + row.weight().size())];
        int at = 0;
        if (kind.loss) {
            figures[at++] = row.loss().get().reference();
            figures[at++] = row.loss().get().candidate();
        }
        for (List<Delta> deltas : List.of(row.gradient(), row.weight())) {
            for (Delta delta : deltas) {
                figures[at++] = delta.abs();
                figures[at++] = delta.rel();
                figures[at++] = delta.cosine();
            }
        }
        Names shared = names.computeIfAbsent(kind, k -> k);
        return new Packed(row.step(), row.sites(), row.differing(), shared, figures);
    }
}
