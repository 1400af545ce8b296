/**
 * Layers, one file each: options, shapes, the handwritten forward and backward, and PyTorch's own words beside them. May import {@code nn} and {@code tensor}.
 */
package dev.parity.nn.layer;
