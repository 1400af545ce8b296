/**
 * Losses, one file each: value and gradient by hand, and PyTorch's own words beside them. May import {@code nn} and {@code tensor}.
 */
package dev.parity.nn.loss;
