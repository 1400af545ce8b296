package dev.parity.trace;

import dev.parity.tensor.BadInput;
import java.util.Locale;

/**
 * The address of one array of one training step: {@code step/phase/layer/array}, such as
 * {@code 1/forward/fc1/y}, {@code 1/loss/loss/value}, {@code 1/backward/softmax/dx},
 * {@code 1/gradient/fc1/weight}, {@code 1/update/fc1/weight}. Data of a step has three parts,
 * {@code 1/data/x}; initial weights are {@code 0/update/...}.
 *
 * @param step counted from 1; 0 is what there was before the first step
 * @param layer the layer's name; {@code data} for the three-part sites of a batch
 */
public record Site(int step, Phase phase, String layer, String array) {
    private static final String DATA = "data";

    public static Site data(int step, String key) {
        return new Site(step, Phase.DATA, DATA, key);
    }

    /** Reads the form that {@link #toString} writes. */
    public static Site parse(String text) {
        String[] part = text.split("/", -1);
        if (part.length == 3 && part[1].equals(DATA)) {
            return data(step(text, part[0]), part[2]);
        }
        if (part.length != 4) {
            throw new BadInput(
                    "\"" + text + "\" is not a site; write step/phase/layer/array, such as 1/gradient/fc1/weight");
        }
        for (Phase phase : Phase.values()) {
            if (phase.toString().equals(part[1])) {
                return new Site(step(text, part[0]), phase, part[2], part[3]);
            }
        }
        throw new BadInput("\"" + text + "\": there is no phase \"" + part[1]
                + "\"; the phases are data, forward, loss, backward, gradient, state, update");
    }

    private static int step(String text, String digits) {
        try {
            int step = Integer.parseInt(digits);
            if (step >= 0) {
                return step;
            }
        } catch (NumberFormatException e) {
            // falls through to the message below
        }
        throw new BadInput("\"" + text + "\": a site begins with its step, a number from 0, not \"" + digits + "\"");
    }

    /** The parameter or array as people call it: {@code fc1.weight}. */
    public String name() {
        return layer + "." + array;
    }

    /** The same array of another step. */
    public Site at(int otherStep) {
        return new Site(otherStep, phase, layer, array);
    }

    @Override
    public String toString() {
        return phase == Phase.DATA && layer.equals(DATA)
                ? String.format(Locale.ROOT, "%d/data/%s", step, array)
                : String.format(Locale.ROOT, "%d/%s/%s/%s", step, phase, layer, array);
    }
}
