/**
 * Optimizers, one file each: state and step by hand, and torch.optim's algorithm in PyTorch's own words beside them. May import {@code nn} and {@code tensor}.
 */
package dev.parity.nn.optim;
