package dev.parity.nn.loss;

import dev.parity.formula.Axis;
import dev.parity.nn.Hidden;
import dev.parity.nn.Slices;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Class labels: predictions (N, C, d...) or (C) against targets (N, d...) or (), as CrossEntropyLoss and NLLLoss take them. */
final class Labels {
    private Labels() {}

    /** The dimension of the classes. */
    static int classDim(Shape prediction) {
        return prediction.rank() == 1 ? 0 : 1;
    }

    static Slices slices(String loss, Shape prediction) {
        return Slices.along(loss, prediction, classDim(prediction));
    }

    static void check(String loss, Shape target, Shape prediction) {
        if (prediction.rank() < 1) {
            throw new BadInput(
                    loss + " takes predictions of shape (N, C) or (N, C, ...), and here comes " + prediction);
        }
        int classes = classDim(prediction);
        int[] dims = prediction.dims();
        int[] expected = new int[dims.length - 1];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = dims[i < classes ? i : i + 1];
        }
        if (!Arrays.equals(expected, target.dims())) {
            throw new BadInput(loss + " with predictions of shape " + prediction + " takes labels of shape "
                    + Shape.of(expected) + ", and here come labels of shape " + target);
        }
    }

    /** Dividing by the samples or by the classes is the same where there are as many. */
    static List<Hidden> hides(Loss loss, Shape prediction) {
        Slices slices = slices(loss.type(), prediction);
        return loss.reduction() != Reduction.mean || slices.count() != slices.length()
                ? List.of()
                : List.of(Hidden.blind(
                        "a mean over the classes in place of one over the samples in " + loss.type()
                                + ", since there are " + slices.length() + " of each",
                        "take another number of samples"));
    }

    /** A weight for each class. */
    static void checkWeight(Loss loss, Map<String, Shape> operands, Shape prediction) {
        loss.only(operands, "weight");
        Shape expected = Shape.of(prediction.dim(classDim(prediction)));
        operands.values().stream().filter(shape -> !shape.equals(expected)).forEach(shape -> {
            throw new BadInput("the weight of " + loss.type() + " has one number for each class, shape " + expected
                    + ", and here is " + shape);
        });
    }

    static void checkRange(String loss, Tensor target, Shape prediction, long ignoreIndex) {
        int classes = prediction.dim(classDim(prediction));
        for (int i = 0; i < target.size(); i++) {
            long label = target.getLong(i);
            if (label != target.get(i)) {
                throw new BadInput(
                        loss + " takes whole numbers as labels, and " + at(target, i) + " is " + target.get(i));
            }
            if ((label < 0 || label >= classes) && label != ignoreIndex) {
                throw new BadInput(loss + " has " + classes + " classes, 0 to " + (classes - 1) + ", and "
                        + at(target, i) + " is " + label);
            }
        }
    }

    private static String at(Tensor target, int i) {
        return "the label at " + Arrays.toString(target.shape().index(i));
    }

    /** The axes of a prediction: n, the classes k, and the places of an image or sequence. */
    static Axis[] axes(Shape prediction) {
        Axis[] axes = new Axis[prediction.rank()];
        List<String> places = List.of("h", "w");
        for (int d = 0; d < axes.length; d++) {
            String name = d == classDim(prediction)
                    ? "k"
                    : d == 0 ? "n" : axes.length == 3 ? "t" : d < 4 ? places.get(d - 2) : "x" + d;
            axes[d] = Axis.of(name, prediction.dim(d));
        }
        return axes;
    }

    /** Whether some label is left out, so that formulas have to say so. */
    static boolean ignored(Tensor target, long ignoreIndex) {
        for (int i = 0; i < target.size(); i++) {
            if (target.getLong(i) == ignoreIndex) {
                return true;
            }
        }
        return false;
    }
}
