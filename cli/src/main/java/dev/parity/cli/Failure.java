package dev.parity.cli;

import dev.parity.engine.NativeMemory;
import dev.parity.engine.NoNatives;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Printable;
import dev.parity.tensor.Unwritable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What becomes of an exception: one message on stderr and an exit code, never 1. A mistake of the user's is told in
 * its own words; anything else is a failure of ours, and the stack trace is one option away.
 */
record Failure(PrintWriter err, boolean debug) {

    /** The command line could not be understood. */
    int usage(ParameterException e) {
        say(firstLine(e.getMessage()) + suggestion(e));
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return trace(e, Exit.BAD_INPUT);
    }

    /** A command threw. */
    int thrown(Throwable e) {
        if (e instanceof BadInput) {
            say(e.getMessage());
            return trace(e, Exit.BAD_INPUT);
        }
        if (e instanceof Unwritable || e instanceof NoNatives) {
            say(e.getMessage());
            return trace(e, Exit.FAILED);
        }
        Optional<String> shortage = NativeMemory.shortage(e);
        if (shortage.isPresent()) {
            say(shortage.get());
        } else if (e instanceof OutOfMemoryError) {
            say("out of memory (" + e.getMessage() + "); Java may use "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MB, PARITY_HEAP=8g gives it more");
        } else {
            String message = e.getMessage() == null ? "" : ": " + firstLine(e.getMessage());
            say("internal error: " + e.getClass().getSimpleName() + message);
        }
        if (!debug) {
            err.println("Run again with --debug for the stack trace.");
        }
        return trace(e, Exit.FAILED);
    }

    /** One line, whatever is quoted in it. */
    void say(String message) {
        err.println("parity: " + Printable.line(message));
    }

    private int trace(Throwable e, int exit) {
        if (debug) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.print(Printable.lines(trace.toString()));
        }
        err.flush();
        return exit;
    }

    private static String suggestion(ParameterException e) {
        List<String> near = e instanceof UnmatchedArgumentException u ? u.getSuggestions() : List.of();
        return near.isEmpty()
                ? ""
                : "; did you mean " + String.join(" or ", near.subList(0, Math.min(2, near.size()))) + "?";
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /** The same two answers, wired into picocli; {@code --debug} counts wherever it stands on the command line. */
    static CommandLine install(CommandLine parity, boolean debug) {
        return parity.setParameterExceptionHandler((e, args) -> new Failure(parity.getErr(), debug).usage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> new Failure(parity.getErr(), debug).thrown(e));
    }
}
