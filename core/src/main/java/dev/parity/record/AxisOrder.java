package dev.parity.record;

import dev.parity.tensor.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the axes of an array are called, to say in which order a record has them.
 *
 * @param names in PyTorch's order; empty where they have none
 * @param gates of a recurrent layer's weights, in PyTorch's order
 */
record AxisOrder(List<String> names, List<String> gates) {
    private static final List<String> KERNEL = List.of("depth", "height", "width");

    /** Of a parameter of a layer of some type. */
    static AxisOrder ofWeight(String type, String local, Shape shape, List<String> gates) {
        boolean table = type.equals("Embedding") || !local.contains("weight");
        int kernel = shape.rank() - 2;
        if (table || kernel < 0 || kernel > KERNEL.size()) {
            return new AxisOrder(List.of(), gates);
        }
        List<String> ends = type.startsWith("ConvTranspose") ? List.of("in", "out") : List.of("out", "in");
        return new AxisOrder(concat(ends, kernel), gates);
    }

    /** Of what flows from layer to layer. */
    static AxisOrder ofWire(Shape shape) {
        return switch (shape.rank()) {
            case 2 -> new AxisOrder(List.of("samples", "features"), List.of());
            case 4 -> new AxisOrder(concat(List.of("samples", "channels"), 2), List.of());
            default -> new AxisOrder(List.of(), List.of());
        };
    }

    private static List<String> concat(List<String> ends, int kernel) {
        List<String> inner = kernel == 1 ? List.of("length") : KERNEL.subList(KERNEL.size() - kernel, KERNEL.size());
        return IntStream.range(0, 2 + kernel)
                .mapToObj(k -> k < 2 ? ends.get(k) : inner.get(k - 2))
                .toList();
    }

    /** What was recorded, and what it is read as. */
    String words(Arrangement arrangement, Shape network, Shape record) {
        if (arrangement.isPlain()) {
            return "is recorded with the shape " + record + "; read as " + network;
        }
        String order = arrangement.axes().stream().map(this::name).collect(Collectors.joining(", "));
        boolean moved = !Arrangement.plain(network).axes().equals(arrangement.axes());
        boolean dumped = moved && !arrangement.fits(network, record);
        String is = !moved
                ? "is recorded"
                : dumped && network.rank() == 2
                        ? "is recorded column by column"
                        : "is recorded as (" + order + ")" + (dumped ? " under the shape " + record : "");
        if (!arrangement.gates().isEmpty()) {
            is += " with its gates in the order " + gates(arrangement);
        }
        String as = network.rank() == 2 ? "its transpose" : names.isEmpty() ? network.toString() : tuple(names);
        return is + "; read " + (dumped || !moved ? "in PyTorch's order" : "as " + as);
    }

    private static String tuple(List<String> names) {
        return "(" + String.join(", ", names) + ")";
    }

    private String name(int axis) {
        return names.isEmpty() ? "axis " + axis : names.get(axis);
    }

    private String gates(Arrangement arrangement) {
        return IntStream.range(0, gates.size())
                .boxed()
                .sorted(Comparator.comparing(arrangement.gates()::get))
                .map(gates::get)
                .collect(Collectors.joining(", "));
    }
}
