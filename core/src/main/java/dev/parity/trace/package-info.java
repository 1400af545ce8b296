/**
 * The doorstep between makers and judges: what was computed, and under which name. May import {@code tensor}.
 *
 * <p>A {@link dev.parity.trace.Site} names one array of one step, a {@link dev.parity.trace.Slot} the array whatever the step, and a {@link
 * dev.parity.trace.Trace} holds arrays by site. An {@link dev.parity.trace.Operation} says in plain values how an array is made.
 * Makers write traces, judges read them, and neither sees the other: so a judge needs no native library, and a
 * trace recorded by another program is judged like one of ours.
 *
 * <p>On disk a trace is an archive of arrays whose keys are sites, or a folder of such archives, one a step. Both ways
 * it is handed over one step at a time ({@link dev.parity.trace.TraceReader}, {@link dev.parity.trace.TraceWriter}).
 * What recorded it stands in the archive too, as the bytes of a JSON text ({@link dev.parity.trace.TraceHeader}): an
 * array like the others, so that every program that can write the sites can write it.
 */
package dev.parity.trace;
