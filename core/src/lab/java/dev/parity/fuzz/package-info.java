/**
 * Random networks of the whole catalogue: drawn, run on both sides, judged, and made smaller where the sides differ. {@code FuzzTest} runs a
 * few hundred, {@code scripts/fuzz} as many as one likes.
 *
 * <p>A network is drawn layer by layer ({@link dev.parity.fuzz.Generator}, {@link dev.parity.fuzz.Sketch}): from the shape where it stands, a
 * {@link dev.parity.fuzz.Rule} proposes options, the layer's own record says whether they are legal and which shape comes out, and
 * what is refused is drawn again. So the rules need not know what fits, and a layer without a rule stops the program.
 */
package dev.parity.fuzz;
