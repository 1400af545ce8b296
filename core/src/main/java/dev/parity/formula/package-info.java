/**
 * What an array is made of, as a formula that can be evaluated, changed and read: a tree over named axes. May import {@code tensor}
 * alone; {@code nn} and its parts say here what each of their arrays is, and {@code diagnose} looks in it for the place that somebody got
 * wrong.
 *
 * <p>Followed through for a softmax over the classes, with {@code dy} and {@code y} of shape (2, 3):
 *
 * <pre>{@code
 *   Axis n = Axis.of("n", 2), k = Axis.of("k", 3);
 *   Node y = Leaf.of("y", n, k), dy = Leaf.of("dy", n, k);
 *   Node tree = y.times(dy.minus(dy.times(y).sum(k)));
 *   Formula dx = Formula.of("dx", "dx", tree, n, k);
 *
 *   dx.text()                                       dx[n,k] = y*(dy - sum_k dy*y)
 *   new Evaluation(operands).of(tree)               6 numbers, each with the size at which it was rounded
 *   tree.parts().get(1).slips(...)                  "the term sum_k dy*y is missing", "... is added, not taken away", ...
 * }</pre>
 *
 * <p>Axes have names and not positions, so an array without an axis is the same all along it, a product needs no transposition, and a
 * change such as "the sum over k is missing" means the same in a batch of another size.
 *
 * <p>These trees share nothing with the two ways in which a layer is computed (by hand, and in PyTorch's words), and judge nothing: they
 * are read where an array has been found wrong already. A test holds each of them to PyTorch's numbers, since a tree that does not give
 * the right array would explain wrong ones by its own mistake.
 *
 * <p>Everything is evaluated in float64. Beside each number goes its magnitude, the size at which it was rounded (of a difference that
 * cancels, that of its terms): the unit roundoff times it, times {@link dev.parity.formula.Evaluation#STEPS}, is what a right
 * computation of the same formula may be off by.
 */
package dev.parity.formula;
