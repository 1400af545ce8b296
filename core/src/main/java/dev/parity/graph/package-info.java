/**
 * The arrays of a network: which there are and of what shape, what each is made of, and who reads whom. May import {@code tensor}, {@code trace},
 * {@code nn} and {@code spec}.
 *
 * <p>{@link dev.parity.graph.Graph} knows layers, losses and weights by their names, who reads a wire, and how each array is made, as a {@link
 * dev.parity.trace.Operation} of plain values that judges may read. {@link dev.parity.graph.Sites} are the arrays with their shapes: what
 * engines make, and what a trace may hold besides. {@link dev.parity.graph.StepArrays} are those of a step by their place in the network, {@link
 * dev.parity.graph.Batch} is what a step is fed.
 *
 * <p>Whoever wants to know one of these asks here. It is said once, since a second saying goes wrong in silence: a state that one list called
 * otherwise than the other was unknown to one command and known to the next. Engines make their arrays without asking, and a test holds what
 * they make to what is promised here.
 */
package dev.parity.graph;
