/**
 * What layers, losses and optimizers are made of: arrays, matrix products, the frame of one use of a layer. May import
 * {@code tensor}; its parts {@code nn.layer}, {@code nn.loss} and {@code nn.optim} import it and do not see each other.
 *
 * <p>Each layer is said twice, and the two never share a formula, or a wrong formula would be wrong on both sides and the
 * tool would be blind:
 *
 * <ul>
 *   <li>by hand, as loops over the memory of ND4J arrays. No {@code *_bp} operation of ND4J and no SameDiff is used: the
 *       backward formulas are what is on trial;
 *   <li>in PyTorch's own words, as a line or two of TorchScript. The torch engine compiles these into a module at run
 *       time and lets libtorch's autograd differentiate it. So the reference is what PyTorch computes, in its own kernels
 *       with its own constants, and not a binding's reading of it (DJL narrows constants to float, lacks operators and
 *       departs from torch.optim).
 * </ul>
 *
 * <p>This room names ND4J's array and OpenBLAS types but loads no native library by itself: memory is allocated by an
 * engine, and nothing here runs before an engine does.
 */
package dev.parity.nn;
