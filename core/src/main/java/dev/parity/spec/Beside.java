package dev.parity.spec;

import java.util.List;

/**
 * A field that stands beside the options of every layer, loss or optimizer, and is no option of PyTorch's constructor.
 *
 * @param words what it is, for {@code parity list}
 */
public record Beside(String name, String words) {
    /** The fields of a spec itself. */
    public static final List<Beside> SPEC = List.of(
            new Beside("name", "what reports call it; the file's name unless given"),
            new Beside("dtype", "float32 or float64, the type of the arithmetic; float32 unless given"),
            new Beside("steps", "training iterations; 1 unless given"),
            new Beside("epochs", "passes over the data, in place of steps"),
            new Beside("seed", "of all that is drawn; 0 unless given"),
            new Beside("generator", "\"numpy\" or \"torch\": whose numbers the seed means; torch unless given"),
            new Beside(
                    "tensors",
                    "arrays by name, drawn in the order written: {\"randn\": [4, 5]}, rand, uniform, randint, zeros, ones, full,"
                            + " linspace, arange, values, or a file by npy, npz, safetensors, idx, csv"),
            new Beside(
                    "data",
                    "columns x, y and others: a tensor's name, a source, or {\"from\": \"x\", \"shape\": [-1, 4], \"divide\": 255,"
                            + " \"one_hot\": 10}; batch_size, shuffle, drop_last"),
            new Beside("layers", "a list; each takes the one before it, or its inputs"),
            new Beside("loss", "one, or a list of them"),
            new Beside("optimizer", "left out, nothing moves"),
            new Beside("scheduler", "one, or a list of them, whose factors multiply"),
            new Beside("clip_grad_norm_", "{\"max_norm\": 1.0, \"norm_type\": 2}"),
            new Beside("clip_grad_value_", "{\"clip_value\": 0.5}"),
            new Beside("accumulate", "batches whose gradients are summed before one update"),
            new Beside("tolerance", "{\"rtol\": 1e-9, \"atol\": 1e-12}: fixed, so that it decides and not the audit"),
            new Beside("inject", "faults to plant in the handwritten side, as FAULT or FAULT@LAYER"),
            new Beside("expect", "{\"verdict\": \"agrees\", \"layer\": ..., \"cause\": ...}, for parity run --expect"),
            new Beside("$schema", "where the JSON Schema lies, for editors"));

    private static final List<Beside> LAYERS = List.of(
            new Beside("name", "what sites call the layer; its type in lower case unless given, then relu2, relu3"),
            new Beside(
                    "inputs",
                    "a layer or several, a further output such as lstm.h_n, a column such as data.x; the layer before it"
                            + " unless given"),
            new Beside(
                    "weight, bias ...",
                    "a parameter's value at the start, under its state-dict name: a tensor's name, a source such as"
                            + " {\"randn\": [4, 5]}, {\"from\": \"w\", \"transpose\": true}, {\"share\": \"fc1.weight\"} or {\"init\":"
                            + " \"xavier_uniform_\", \"gain\": 1.0}"),
            new Beside(
                    "requires_grad",
                    "false freezes the layer's parameters, which then stay what they were; beside a value, as in {\"from\":"
                            + " \"w\", \"requires_grad\": false}, or alone in its place, that parameter alone"),
            new Beside(
                    "mask", "of a layer that drops: {\"from\": \"m\"}, one slice a step, 1 keeps; drawn unless given"),
            new Beside(
                    "use",
                    "in place of all options: an earlier layer once more, with its weights, as {\"use\": \"fc1\", \"name\":"
                            + " \"again\", \"inputs\": \"data.z\"}; fc1#2 unless named"));

    private static final List<Beside> LOSSES = List.of(
            new Beside("name", "of one loss in a list of them, under which sites have its value"),
            new Beside("inputs", "the layers that it reads; the last one unless given"),
            new Beside(
                    "target",
                    "of losses that have one: a column such as data.cls, or a layer, which gets no gradient by it; data.y unless"
                            + " given"),
            new Beside("scale", "a number that multiplies it; 1 unless given"),
            new Beside(
                    "penalty",
                    "{\"l2\": 0.01, \"parameters\": [\"fc1.weight\"]} adds l2/2 Σ w² of these; of all but biases unless given"),
            new Beside("weight, pos_weight", "of losses that take them: {\"from\": \"w\"} or a source"));

    private static final List<Beside> OPTIMIZERS = List.of(new Beside(
            "groups",
            "[{\"parameters\": [\"*.bias\"], \"lr\": 0.01}, {\"parameters\": [\"*\"]}]: options of their own for some parameters;"
                    + " each that is trained is in one, and \"*\" is all that no other names"));

    /** Those of a catalogue. */
    static List<Beside> of(String catalogue) {
        return switch (catalogue) {
            case "layers" -> LAYERS;
            case "losses" -> LOSSES;
            case "optimizers" -> OPTIMIZERS;
            default -> List.of();
        };
    }
}
