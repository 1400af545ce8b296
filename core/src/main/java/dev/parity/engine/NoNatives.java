package dev.parity.engine;

/** The native libraries could not be unpacked or loaded; the message says where, why, and what to do. */
public final class NoNatives extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoNatives(String message, Throwable cause) {
        super(message, cause);
    }
}
