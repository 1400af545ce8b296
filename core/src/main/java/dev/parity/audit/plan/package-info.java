/**
 * A step of a recorded run as operations in causal order: what is held, what is judged, and what each array is made of. May import {@code
 * tensor}, {@code trace}, {@code nn}, {@code spec} and {@code graph}.
 */
package dev.parity.audit.plan;
