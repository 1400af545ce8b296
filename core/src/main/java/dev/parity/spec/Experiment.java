package dev.parity.spec;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A spec, read and checked: everything that is to be computed, and no number of it computed yet.
 *
 * @param sha256 of the spec's bytes, in hexadecimal
 * @param dtype the type of the arithmetic
 * @param drawnIn the type in which random numbers are drawn; they are then rounded to {@code dtype}
 * @param tensors what is drawn or given, in the order written
 * @param nodes the layers' uses, in an order in which each follows its inputs
 * @param drawn what PyTorch's constructors would draw, in their order: the weights, and those that are lost by sharing another
 * @param weights parameters and buffers, in the same order
 * @param training how weights move; empty where a spec has no optimizer
 * @param inject faults to plant, as FAULT or FAULT@LAYER
 */
public record Experiment(
        String name,
        Path file,
        String sha256,
        DType dtype,
        DType drawnIn,
        int steps,
        long seed,
        Generator generator,
        Map<String, Source> tensors,
        Data data,
        List<Node> nodes,
        List<Weight> drawn,
        List<Weight> weights,
        Objective objective,
        Optional<Training> training,
        Optional<Bounds> tolerance,
        List<String> inject,
        Optional<Expectation> expect) {

    /** Which library's random numbers a seed means. */
    public enum Generator {
        numpy,
        torch
    }

    /** A tolerance that the spec fixes: |c - r| is at most atol + rtol |r|. */
    public record Bounds(double rtol, double atol) {}

    /** What a spec says of its own outcome; a part that is empty is not looked at. */
    public record Expectation(String verdict, Optional<String> layer, Optional<String> cause) {}

    /** The same experiment in another type of arithmetic. */
    public Experiment in(DType other) {
        return new Experiment(
                name, file, sha256, other, drawnIn, steps, seed, generator, tensors, data, nodes, drawn, weights,
                objective, training, tolerance, inject, expect);
    }

    /**
     * The shape on each wire when a batch has so many rows: the last batch of an epoch may be short. Refuses rows that a layer
     * refuses.
     */
    public Map<Wire, Shape> shapes(int rows) {
        Map<Wire, Shape> shapes = new HashMap<>();
        data.columns().forEach((key, column) -> shapes.put(new Wire(Wire.DATA, key), data.batch(key, rows)));
        for (Node node : nodes) {
            try {
                node.layer()
                        .outputs(node.inputs().stream().map(shapes::get).toArray(Shape[]::new))
                        .forEach(o -> shapes.put(new Wire(node.name(), o.name()), o.shape()));
            } catch (BadInput bad) {
                throw bad.at("layer \"" + node.name() + "\"");
            }
        }
        return shapes;
    }

    public Weight weight(String weightName) {
        return weights.stream()
                .filter(w -> w.name().equals(weightName))
                .findFirst()
                .orElseThrow();
    }

    /** What layers move themselves: running statistics. */
    public List<Weight> buffers() {
        return weights.stream().filter(Weight::buffer).toList();
    }
}
