package dev.parity.spec;

import dev.parity.nn.Init;
import dev.parity.tensor.Shape;

/**
 * A parameter or buffer of the network.
 *
 * @param layer the layer that owns it: {@code fc1}
 * @param local its state-dict name within the layer: {@code weight}
 * @param init how PyTorch's constructor fills it; it is drawn even where a value is given, so that what is drawn later
 *     does not move
 */
public record Weight(String layer, String local, Shape shape, Init init, Value value, Role role) {
    /** What becomes of it in training. */
    public enum Role {
        /** A parameter with a gradient, which an optimizer moves. */
        TRAINED,
        /** A parameter with {@code requires_grad} false: it stays what it was. */
        FROZEN,
        /** What a layer itself moves, such as a running mean. */
        BUFFER
    }

    public boolean trained() {
        return role == Role.TRAINED;
    }

    public boolean frozen() {
        return role == Role.FROZEN;
    }

    public boolean buffer() {
        return role == Role.BUFFER;
    }

    /** As in a state dict: {@code fc1.weight}. */
    public String name() {
        return layer + "." + local;
    }

    /** What it is at the start. */
    public sealed interface Value {
        /** What the constructor drew. */
        record Default() implements Value {}

        /** A tensor of the spec, transposed or not. */
        record From(String tensor, boolean transpose) implements Value {}

        /** Another layer's, written {@code {"share": "fc1.weight"}}: what the constructor drew is lost. */
        record Shared() implements Value {}

        /** Drawn by a rule of torch.nn.init, right after the layer's own drawing. */
        record Rule(Init init) implements Value {}
    }
}
