package dev.parity.audit.script;

/** Of numbers that are only moved: no deviation. */
record MovedScript(NodeNames names) implements RuleScript {
    @Override
    public void deviations(Methods methods) {
        methods.def("s" + names.number(), Methods.GIVEN, names.given() + "return [torch.zeros_like(t) for t in e]");
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
