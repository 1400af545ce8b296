/**
 * What goes wrong in handwritten backpropagation, said once for both wings of the house. May import {@code tensor} and
 * {@code trace}.
 *
 * <p>A {@link dev.parity.fault.Fault} is a function from the operands of an operation to the wrong array. One definition serves to
 * plant the bug in the handwritten engine and to name it, so a fault has one id everywhere.
 */
package dev.parity.fault;
