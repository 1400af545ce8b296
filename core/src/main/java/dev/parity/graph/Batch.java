package dev.parity.graph;

import dev.parity.tensor.Tensor;
import java.util.Map;

/**
 * What one step is fed.
 *
 * @param step from 1
 * @param columns by key: {@code x}, {@code y}
 * @param masks by the node that drops: 1 keeps
 */
public record Batch(int step, Map<String, Tensor> columns, Map<String, Tensor> masks) {}
