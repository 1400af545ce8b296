package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
import dev.parity.nn.Rounding;
import java.util.Map;

/** The methods of one node that say what rounding does to it, by the {@link RuleScript} of its layer's {@link Rounding}. */
public final class RoundingScript {
    private static final Template USUAL = Template.of("node_usual");
    private static final Template BOUNDS = Template.of("node_bounds");

    private final Methods methods;
    private final NodeNames names;
    private final RuleScript rule;

    public RoundingScript(Methods methods, int number, NodeOperands operands) {
        this.methods = methods;
        this.names = new NodeNames(number, operands);
        this.rule = RuleScript.of(names, operands.node().layer().rounding());
    }

    void write() {
        rule.deviations(methods);
        methods.text(USUAL.fill(Map.of("number", names.number(), "statements", rule.usual())));
    }

    /** What rounding does at the worst. */
    void bounds() {
        methods.add(BOUNDS.fill(Map.of("number", names.number(), "given", names.given(), "statements", rule.bounds())));
    }

    /** Deviations that are drawn, by a noisy layer's text in place of its rule. */
    public void scatter(String torch) {
        new NoisyScript(names, new Rounding.Noisy(torch, 1)).draws(methods);
    }
}
