/**
 * From JSON to an experiment: {@link dev.parity.spec.SpecReader} reads and checks a spec whole, so that an engine meets
 * nothing that it cannot run. May import {@code tensor} and {@code nn}.
 *
 * <p>Every refusal is a {@link dev.parity.tensor.BadInput} with file, line, column, JSON path, what was found and what
 * to write.
 * {@link dev.parity.spec.Json} remembers the places, and {@link dev.parity.spec.Binder} fills records, whose
 * components are the options and whose {@code permits} clauses are the registries. What stands beside the options is in {@link
 * dev.parity.spec.Beside}, what is taken and means nothing in {@code Idle}, and what others call our things in {@code
 * synonyms.txt}.
 *
 * <p>A list of numbers is not a list of values here but of places in the text ({@code JsonNumbers}), since people write their data
 * out in a spec.
 */
package dev.parity.spec;
