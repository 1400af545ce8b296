package dev.parity.tensor;

/**
 * A mistake in what the user gave: a spec, a file, a command line. The message is for that user: what
 * was found, where, and what to write instead. It is never a fault of this program. Whatever it quotes, it is one line, and fit for a
 * terminal.
 */
public class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadInput(String message) {
        super(Printable.line(message));
    }

    public BadInput(String message, Throwable cause) {
        super(Printable.line(message), cause);
    }

    /** The same mistake, seen from further out: {@code place: message}. */
    public BadInput at(String place) {
        return new BadInput(place + ": " + getMessage(), this);
    }
}
