package dev.parity.audit.script;

import dev.parity.nn.Rounding;

/** Of a rule by hand, which speaks of each array by name. A buffer that it does not speak of has no deviation. */
record RuledScript(NodeNames names, Rounding.Ruled rule) implements RuleScript {
    @Override
    public void deviations(Methods methods) {
        StringBuilder unmoved = new StringBuilder();
        for (int i = 0; i < names.buffers().size(); i++) {
            unmoved.append(
                    "s_%s = torch.zeros_like(e[%d])\n".formatted(names.buffers().get(i), names.outputs() + i));
        }
        methods.rule("s" + names.number(), names.given() + unmoved + rule.deviations(), names.of("s_"));
    }

    @Override
    public String bounds() {
        return RuleScript.unbounded(names) + rule.bounds().strip() + "\nreturn " + names.list("b_");
    }

    @Override
    public String usual() {
        return rule.usual().isBlank()
                ? "return [0. for t in e]"
                : names.each("l_%2$s = 0.") + names.given() + rule.usual() + "return " + names.list("l_");
    }
}
