package dev.parity.spec;

import dev.parity.nn.optim.Optimizer;
import java.util.Map;

/**
 * How the weights move.
 *
 * @param optimizers by weight: a parameter group may have options of its own
 */
public record Training(Map<String, Optimizer> optimizers) {}
