package dev.parity.trace;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Printable;
import java.util.Arrays;

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
    /** As much of a key as a message quotes. */
    private static final int LONGEST = 100;

    public static Site data(int step, String key) {
        return Slot.data(key).at(step);
    }

    /** Reads the form that {@link #toString} writes. */
    public static Site parse(String text) {
        String[] part = text.split("/", -1);
        boolean data = part.length == 3 && part[1].equals(Slot.DATA);
        if (!data && part.length != 4 || part[part.length - 1].isEmpty() || part[2].isEmpty()) {
            throw new BadInput(quoted(text) + " is not a site; write step/phase/layer/array, such as " + example(part));
        }
        if (data) {
            return data(step(text, part[0]), part[2]);
        }
        for (Phase phase : Phase.values()) {
            if (phase.toString().equals(part[1])) {
                return new Site(step(text, part[0]), phase, part[2], part[3]);
            }
        }
        throw new BadInput(quoted(text) + ": there is no phase " + quoted(part[1])
                + Nearest.hint(part[1], Phase.names()) + " (the phases are " + String.join(", ", Phase.names()) + ")");
    }

    /** Whether a key is no site and none misspelled: a word, or a word of a step, that is like no phase, as in {@code 1/epoch}. */
    static boolean isAside(String text) {
        String[] part = text.split("/", -1);
        String word = part[part.length - 1];
        return (part.length == 1 || part.length == 2 && part[0].matches("[0-9]+"))
                && !word.isBlank()
                && word.indexOf('.') < 0
                && Nearest.nearest(word, Phase.names()).isEmpty();
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
        throw new BadInput(quoted(text) + ": a site begins with its step, a number from 0, not " + quoted(digits));
    }

    /** A site of the phase that was probably meant. */
    private static String example(String[] part) {
        String phase = Arrays.stream(part)
                .flatMap(p -> Nearest.nearest(p, Phase.names()).stream())
                .findFirst()
                .orElse("gradient");
        return switch (phase) {
            case "data" -> "1/data/x";
            case "forward" -> "1/forward/fc1/y";
            case "loss" -> "1/loss/loss/value";
            case "backward" -> "1/backward/fc1/dx";
            case "state" -> "1/state/fc1/weight.exp_avg";
            default -> "1/" + phase + "/fc1/weight";
        };
    }

    /** A name out of somebody's file, cut short and fit for a terminal. */
    public static String quoted(String name) {
        String printable = Printable.line(name);
        return '"' + (printable.length() > LONGEST ? printable.substring(0, LONGEST) + "…" : printable) + '"';
    }

    /** The parameter or array as people call it: {@code fc1.weight}. */
    public String name() {
        return layer + "." + array;
    }

    /** Whether this is an optimizer's state of a weight: {@code fc1.weight.exp_avg} of {@code fc1.weight}. */
    public boolean isStateOf(String weight) {
        return phase == Phase.STATE && name().startsWith(weight + ".");
    }

    /** The array, whatever the step. */
    public Slot slot() {
        return new Slot(phase, layer, array);
    }

    /** The same array of another step. */
    public Site at(int otherStep) {
        return new Site(otherStep, phase, layer, array);
    }

    @Override
    public String toString() {
        return step + "/" + slot();
    }
}
