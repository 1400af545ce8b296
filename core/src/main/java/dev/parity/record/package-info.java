/**
 * What a foreign record's arrays are read as. May import {@code tensor}, {@code trace}, {@code report}, {@code nn.layer}, {@code spec} and {@code
 * graph}.
 *
 * <p>A program may keep its weights as (in, out), its biases as columns, its samples in columns or its pictures channels last, and be
 * right. {@link dev.parity.record.Reading} stands between a recorded trace and all that judge it: it settles, once for each array of the
 * network, in which {@link dev.parity.record.Arrangement} its numbers stand, hands on PyTorch's, and says so.
 *
 * <p><b>Decisions.</b> A gradient that is computed the other way round is a bug, and one that is only recorded so is none, and the numbers of
 * both are the same. So a parameter's arrangement is that of its <em>weight</em> ({@link dev.parity.record.WeightReading}): of the start bit
 * for bit, or of the weight after a step, which lies near the start and nowhere else. Its gradient and states follow. One
 * that does not fit so is read otherwise only where its shape leaves no choice, or where the weight moves as PyTorch's does, by which the
 * gradient that moved it is known; else it stays the bug that it looks like, and both readings are said.
 *
 * <p>An activation ({@link dev.parity.record.WireReading}) of a shape that fits is read otherwise only where all others are too, or where the loss,
 * the gradients and the weights are PyTorch's: scores transposed in an attention are a bug, samples in columns throughout are none.
 */
package dev.parity.record;
