/**
 * What goes wrong in handwritten training, said once for both wings of the house. May import {@code tensor} and {@code trace}.
 *
 * <p>A {@link dev.parity.fault.Fault} is a function from the {@link dev.parity.fault.Operands} of an operation to the wrong array. One
 * definition serves to plant the bug in the handwritten engine and to name it, so a fault has one id everywhere. To add one is a row in the
 * file of its {@link dev.parity.fault.Family}, a page beside the others among the resources, and a row in its test.
 */
package dev.parity.fault;
