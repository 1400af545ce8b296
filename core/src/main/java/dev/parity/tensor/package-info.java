/**
 * Numbers without a framework: shapes, element types, arrays on the heap, and the files that hold them
 * ({@code .npy}, {@code .npz}, {@code .safetensors}, IDX, CSV). Imports nothing of this project.
 *
 * <p>Both wings of the house speak {@link dev.parity.tensor.Tensor}, so a judge works alike on an array of a
 * native engine and on one that was read from a file.
 *
 * <p>{@link dev.parity.tensor.TensorFile} reads one array from whatever file it is in, and
 * {@link dev.parity.tensor.Archive} many by name; a format is one file, written by {@code write} of the same class.
 * Readers trust nothing: what a header promises is held against the file's length and Java's memory before anything
 * is allocated, checksums are verified, nothing is unpickled, and bytes left over are refused. Writers put a
 * {@link dev.parity.tensor.WholeFile} in place or nothing.
 *
 * <p>{@link dev.parity.tensor.BadInput} lives here because every room may have to refuse what a user gave, and
 * {@link dev.parity.tensor.Nearest} beside it because such a message should say what was probably meant.
 */
package dev.parity.tensor;
