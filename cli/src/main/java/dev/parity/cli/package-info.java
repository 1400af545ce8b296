/**
 * The command line: options in, an exit code out. May import all of core; picocli stops here.
 *
 * <p>{@link dev.parity.cli.Main} is the table of contents and each command is a class of its own. A command returns an
 * {@link dev.parity.cli.Exit}; whatever it throws is turned into one line and a code by
 * {@link dev.parity.cli.Failure}. Progress, colour, files and the clock belong here, so that core stays values in,
 * values out.
 *
 * <p>Nothing here may load a native library before a command needs one: {@code --help} and a mistyped option answer in
 * a fraction of a second.
 */
package dev.parity.cli;
