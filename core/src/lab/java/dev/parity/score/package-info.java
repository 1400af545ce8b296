/**
 * How good the audit's judgement is, measured: false alarms, place, sharpness, drift and cost. {@code scripts/score} starts it,
 * {@code AlarmsTest} and {@code PlacesTest} run a little of it.
 *
 * <p>What is judged are sides that are right: the handwritten engine, PyTorch as it comes, and {@link dev.parity.score.Second}, PyTorch in
 * other words (other formulas, other orders of summation). Whatever the audit finds there is a false alarm; what it does not find of the
 * faults that {@link dev.parity.score.Spoilt} plants is a miss.
 */
package dev.parity.score;
