package dev.parity.nn.layer;

import dev.parity.nn.Hidden;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Points at which a function has no derivative, so that it is a matter of definition there. */
final class Corners {
    private Corners() {}

    /** Those that none of the inputs is. */
    static List<Hidden> unseen(String type, Tensor x, double... corners) {
        return DoubleStream.of(corners)
                .filter(corner -> IntStream.range(0, x.size()).noneMatch(i -> x.get(i) == corner))
                .mapToObj(corner -> Hidden.corner(
                        "another derivative of " + type + " at exactly " + (float) corner
                                + ", which none of its inputs is",
                        "let one of them be, for instance by a row of zeros in x and a bias of that value"))
                .toList();
    }
}
