package dev.parity.cli;

import dev.parity.engine.Natives;
import dev.parity.tensor.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code parity}: the table of contents of the command line. */
@Command(
        name = "parity",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Does this training code compute what PyTorch computes, and if not, where is the first wrong"
                + " number made, and why?",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the sides agree",
            "1:they diverge; nothing else exits 1",
            "2:a bad spec, trace or command line",
            "3:inconclusive: too little was compared, a side does not repeat itself, or the run was interrupted",
            "4:an engine or parity itself failed"
        },
        subcommands = {
            RunCommand.class,
            RecordCommand.class,
            DiffCommand.class,
            ExplainCommand.class,
            ListCommand.class,
            SchemaCommand.class
        })
public final class Main implements Callable<Integer> {
    private static final String DEBUG = "--debug";

    @Option(names = DEBUG, scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        Interruption interruption = Interruption.watch(err);
        PrintWriter notes = new PrintWriter(new Terminal(err), true);
        Natives.tell(note -> notes.println("parity: " + Printable.line(note)));
        int exit = run(out, err, args);
        interruption.done();
        if (exit == Exit.FAILED) {
            Natives.leave(exit); // whatever failed may have left a thread inside a native library
        }
        System.exit(exit);
    }

    /** Runs one command line in this process and returns its exit code. */
    public static int run(OutputStream out, OutputStream err, String... args) {
        Terminal terminal = new Terminal(out);
        PrintWriter errors = new PrintWriter(new Terminal(err), true);
        int exit = execute(new PrintWriter(terminal, true), errors, args);
        terminal.flush();
        return terminal.failure()
                .map(why -> {
                    new Failure(errors, false).say("standard output cannot be written: " + why);
                    return Exit.FAILED;
                })
                .orElse(exit);
    }

    private static int execute(PrintWriter out, PrintWriter errors, String... args) {
        CommandLine parity = new CommandLine(new Main()).setOut(out).setErr(errors);
        boolean debug = List.of(args).contains(DEBUG);
        try {
            return Failure.install(parity, debug).execute(args);
        } catch (Throwable e) {
            // An Error (memory, a native library that does not link): picocli lets these through.
            return new Failure(errors, debug).thrown(e);
        }
    }

    /** Whether the stack trace of a failure is wanted, as a command sees it. */
    static boolean debug(CommandSpec command) {
        return ((Main) command.root().userObject()).debug;
    }

    /** {@code parity} with no command: shows what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.BAD_INPUT;
    }
}
