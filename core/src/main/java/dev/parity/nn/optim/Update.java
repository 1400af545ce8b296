package dev.parity.nn.optim;

import dev.parity.nn.Array;
import java.util.Map;

/**
 * One step for one parameter.
 *
 * @param weight changed in place
 * @param gradient read only; after clipping
 * @param state by torch.optim's names, changed in place
 * @param lr the learning rate of this step
 * @param t the number of this step, from 1
 */
public record Update(Array weight, Array gradient, Map<String, Array> state, double lr, int t) {
    public Array state(String name) {
        return state.get(name);
    }
}
