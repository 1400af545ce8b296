/**
 * What is asked, and the sides at work. May import {@code tensor}, {@code trace}, {@code fault}, {@code compare}, {@code report}, {@code nn},
 * {@code spec}, {@code graph} and {@code engine}.
 *
 * <p>{@link dev.parity.run.Request} is what is to be run; {@link dev.parity.run.Opener} opens each engine on a thread of its own, a {@link
 * dev.parity.run.Worker}, and {@link dev.parity.run.Repeats} runs it again. How many threads an engine gets is {@link
 * dev.parity.run.Threads}', since a small network loses by more than one. Whoever looks on at each step is a {@link
 * dev.parity.run.Witness}.
 */
package dev.parity.run;
