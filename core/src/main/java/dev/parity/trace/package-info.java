/**
 * The doorstep between makers and judges: what was computed, and under which name. May import {@code tensor}.
 *
 * <p>A {@link dev.parity.trace.Site} names one array of one step, a {@link dev.parity.trace.Trace} holds arrays by site.
 * Makers write traces, judges read them, and neither sees the other: so a judge needs no native library, and a
 * trace recorded by another program is judged like one of ours.
 */
package dev.parity.trace;
