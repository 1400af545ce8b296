package dev.parity.audit.script;

import dev.parity.nn.Rounding;
import java.util.List;
import java.util.Map;

/**
 * Of a layer whose rounding is drawn: {@code zN} is the layer with noise, {@code sN} draws a few times at once, as one more dimension in front of
 * the inputs and the weights, and {@code hN} is what a run in float32 is off.
 */
record NoisyScript(NodeNames names, Rounding.Noisy rule) implements RuleScript {
    private static final Template DRAWS = Template.of("node_drawn");
    private static final Template SINGLE = Template.of("node_single");
    private static final Template USUAL = Template.of("node_drawn_usual");

    @Override
    public void deviations(Methods methods) {
        draws(methods);
        methods.add(SINGLE.fill(Map.of("number", names.number())));
    }

    void draws(Methods methods) {
        int number = names.number();
        List<String> operands = names.operands().names();
        methods.operation(
                "z" + number, operands, true, rule.torch(), names.operands().outputs());
        int inputs = names.inputs();
        int trained = names.operands().trained();
        StringBuilder arguments = new StringBuilder("leaves[:%d]".formatted(inputs));
        for (int i = 0; i < operands.size(); i++) {
            arguments.append(i < trained ? ", leaves[%d]".formatted(inputs + i) : ", a[%d]".formatted(inputs + i));
        }
        methods.add(DRAWS.fill(Map.of(
                "number",
                number,
                "leaves",
                inputs + trained,
                "arguments",
                arguments,
                "operands",
                inputs + operands.size())));
    }

    @Override
    public String bounds() {
        return RuleScript.unbounded(names) + "return " + names.list("b_");
    }

    /**
     * Less than rounding surely does: what went through a factor of k has √(k/2 + 1) u in its gradient. Of an input that is query, key and value
     * at once, or is read in two directions, it is the parts that have this; they add up to it over √3 or √2 at least, so three quarters
     * of it stand for the whole.
     */
    @Override
    public String usual() {
        return USUAL.fill(Map.of(
                "outputs", names.outputs(),
                "least", rule.least(),
                "weights", names.outputs() + names.inputs()));
    }
}
