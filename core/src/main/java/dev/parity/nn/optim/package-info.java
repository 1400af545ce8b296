/**
 * Optimizers, one file each: state and step by hand, and torch.optim's algorithm in its own words beside them. May
 * import {@code nn} and {@code tensor}.
 *
 * <p>By hand a step is the textbook's formula over strips of the weight ({@link dev.parity.nn.Strip}), one line of the
 * formula a line, so that a big weight passes through memory once; in PyTorch's words it is the sequence of tensor
 * operations that torch.optim performs. What is a tensor in torch.optim's state, the count of steps too, is state here:
 * it is recorded and compared.
 */
package dev.parity.nn.optim;
