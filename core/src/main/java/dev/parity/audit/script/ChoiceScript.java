package dev.parity.audit.script;

import java.util.Map;

/**
 * Of numbers that are chosen: what comes back to one element by several ways is a sum. The same node on dL/dy squared adds up the squares of its
 * terms, and on ones it counts them; in float64, since in float32 other elements may tie.
 */
record ChoiceScript(NodeNames names) implements RuleScript {
    private static final Template DEVIATIONS = Template.of("choice");

    @Override
    public void deviations(Methods methods) {
        methods.add(
                DEVIATIONS.fill(Map.of("number", names.number(), "outputs", names.outputs(), "given", names.given())));
    }

    @Override
    public String bounds() {
        return RuleScript.unbounded(names) + "return " + names.list("b_");
    }

    @Override
    public String usual() {
        return "return [0. for t in e]";
    }
}
