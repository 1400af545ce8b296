package dev.parity.audit.script;

import dev.parity.nn.Rounding;

/** Of a function of each element: so many roundoffs of its natural size, four times that at the worst. */
record ElementwiseScript(NodeNames names, Rounding.Elementwise rule) implements RuleScript {
    @Override
    public void deviations(Methods methods) {
        methods.def("s" + names.number(), Methods.GIVEN, names.given() + sizes(""));
    }

    @Override
    public String bounds() {
        return sizes("4. * ");
    }

    private String sizes(String times) {
        return "return [%1$su * (%2$s) * torch.ones_like(x), %1$su * torch.abs(dy) * (%3$s)]\n"
                .formatted(times, rule.size(), rule.slope());
    }

    /** The slope's product with dL/dy is within 2. */
    @Override
    public String usual() {
        return "return [0., 2.]";
    }
}
