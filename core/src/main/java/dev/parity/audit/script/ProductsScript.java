package dev.parity.audit.script;

import dev.parity.nn.Rounding;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Of sums of products. The squares of the terms, and their number, are what the same node makes of squared operands and of ones, so that any
 * element's deviation follows from {@code qN}, by {@code pN}.
 *
 * <p>Squares and counts need few digits, so they are summed in float32; what is linear in dL/dy is scaled by a power of two first, and
 * elements whose squares leave float32's range take the sum of the terms' sizes instead, which is at least as large.
 */
record ProductsScript(NodeNames names, Rounding.Products rule) implements RuleScript {
    private static final Template DEVIATIONS = Template.of("products");
    private static final Template BOUNDS = Template.of("products_bounds");

    @Override
    public void deviations(Methods methods) {
        methods.add(DEVIATIONS.fill(Map.of(
                "number", names.number(),
                "given", names.given(),
                "outputs", names.outputs(),
                "gradients", names.outputs() + names.operands().buffers(),
                "count", count(),
                "coefficient", rule.coefficient())));
    }

    @Override
    public String bounds() {
        return BOUNDS.fill(Map.of("number", names.number(), "count", count()));
    }

    @Override
    public String usual() {
        return rule.counts().isBlank()
                ? "return [1. for t in e]"
                : names.given()
                        + rule.counts()
                        + names.each("l_%2$s = (0.5 * float(n_%2$s) + 1.) ** 0.5")
                        + "return " + names.list("l_");
    }

    /** The list {@code n} of how many terms make each array's elements. */
    private String count() {
        if (rule.counts().isBlank()) {
            return "k = abs(float(%s))\nn = [torch.abs(t).double() / k for t in self.e%d([self.one(t) for t in a])]\n"
                    .formatted(rule.coefficient(), names.number());
        }
        String list = names.of("n_").stream()
                .map("torch.full([], float(%s), dtype=7)"::formatted)
                .collect(Collectors.joining(", "));
        return rule.counts().strip() + "\nn = [" + list + "]\n";
    }
}
