/**
 * The doorway: {@link dev.parity.Parity} is the whole pipeline on one page. May import all of core.
 */
package dev.parity;
