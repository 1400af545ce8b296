package dev.parity.diagnose;

import dev.parity.formula.Formula;
import dev.parity.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one wrong array: made while its step is at hand, in plain values.
 *
 * @param subject as the report says it: {@code fc2, gradient of the weight}
 * @param type of what makes it: {@code Linear}, {@code CrossEntropyLoss}, {@code Adam}
 * @param formula what it is; empty where that is not written
 * @param options numbers that belong to the operation or the run beside those of the formula: {@code lr}, {@code last batch}
 * @param operands by name: those that the formula reads, and whatever else may have been taken for them, such as
 *     {@code weight before}, {@code last gradient}, {@code x of the layer below}
 * @param found the candidate's
 * @param expected what it should be
 * @param allowed by how much it may differ, element by element
 */
public record Evidence(
        String subject,
        String type,
        Optional<Formula> formula,
        Map<String, Double> options,
        Map<String, Tensor> operands,
        Tensor found,
        Tensor expected,
        Tensor allowed) {
    public Evidence {
        options = Map.copyOf(options);
        operands = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(operands));
        if (found.size() != expected.size() || found.size() != allowed.size()) {
            throw new IllegalArgumentException(subject + ": found " + found.shape() + ", expected " + expected.shape()
                    + ", allowed " + allowed.shape());
        }
    }
}
