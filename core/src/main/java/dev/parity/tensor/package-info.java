/**
 * Numbers without a framework: shapes, element types, arrays on the heap, and the files that hold them
 * ({@code .npy}, {@code .npz}, {@code .safetensors}, IDX, CSV). Imports nothing of this project.
 *
 * <p>Both wings of the house speak {@link dev.parity.tensor.Tensor}, so a judge works alike on an array of a
 * native engine and on one that was read from a file.
 *
 * <p>{@link dev.parity.tensor.BadInput} lives here because every room may have to refuse what a user gave.
 */
package dev.parity.tensor;
