package dev.parity.cli;

import dev.parity.spec.Schema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code parity schema}: the JSON Schema of a spec. */
@Command(
        name = "schema",
        sortOptions = false,
        description = "Print the JSON Schema (draft 2020-12) of a spec, with which editors complete and check it.",
        footer = {"", "Example:", "  parity schema > parity.schema.json"})
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        command.commandLine().getOut().print(Schema.text());
        return Exit.AGREES;
    }
}
