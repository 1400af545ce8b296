package dev.parity.audit;

import dev.parity.engine.TorchProgram.Lent;
import dev.parity.tensor.Tensor;

/**
 * What runs in float32 have shown of an array whose deviations are drawn, which stands for some steps that follow: how badly a row is
 * conditioned changes little from one step to the next.
 *
 * @param step in which they were run
 * @param rows what float32 was off there, over u times the root mean square of the row; empty where nothing was run
 * @param columns by how much more a column was
 * @param runs of how many that is
 */
record Shown(int step, Tensor rows, Tensor columns, double runs) {
    /** It stands for so many steps. */
    private static final int LASTS = 16;

    /** What is known after a later step: of more runs before of fewer. */
    Shown then(Shown later) {
        boolean stays = later.step <= step + LASTS && later.runs < runs;
        return later.rows.size() == 0 || stays ? this : later;
    }

    boolean lasts(int now, Lent e) {
        return step <= now && now <= step + LASTS && e.shape().size() == rows.size() * columns.size();
    }

    /** How far off is near, over u times the root mean square of the row. */
    double near(int place) {
        int width = columns.size();
        return (runs > 1 ? FirstScript.OFTEN : FirstScript.ONCE) * rows.get(place / width) * columns.get(place % width);
    }
}
