/**
 * The arrays of a network: which there are, and who reads whom. May import {@code tensor}, {@code trace}, {@code nn} and {@code spec}.
 *
 * <p>{@link dev.parity.graph.Sites} are those that a trace may hold, {@link dev.parity.graph.Values} those of a step by their place in the
 * network, {@link dev.parity.graph.Batch} what a step is fed.
 */
package dev.parity.graph;
