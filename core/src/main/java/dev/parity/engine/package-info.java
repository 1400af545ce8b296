/**
 * What computes an experiment, step by step. Native libraries are loaded here and nowhere else. May import {@code tensor},
 * {@code trace}, {@code fault}, {@code nn} and {@code spec}.
 *
 * <ul>
 *   <li>{@code torch}: the experiment written as a TorchScript program ({@link dev.parity.engine.Script}), compiled by
 *       libtorch at run time and differentiated by its autograd. DJL loads libtorch and carries the numbers; none of its
 *       operators, losses or optimizers is used, since they narrow constants to float and depart from torch.optim;
 *   <li>{@code handwritten}: the loops of {@code nn}, over ND4J's memory;
 *   <li>{@code numeric}: central differences of the loss, the referee;
 *   <li>{@code trace:PATH}: computes nothing, and hands over what was recorded elsewhere. It needs no native library.
 * </ul>
 *
 * <p>All begin from one {@link dev.parity.engine.Start}, in which all randomness is spent.
 */
package dev.parity.engine;
