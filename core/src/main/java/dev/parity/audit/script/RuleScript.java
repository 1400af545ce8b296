package dev.parity.audit.script;

import dev.parity.nn.Rounding;

/** What one kind of {@link Rounding} comes to in a program. There is one for each, told by a switch that does not compile without it. */
sealed interface RuleScript
        permits MovedScript, ProductsScript, ChoiceScript, ElementwiseScript, RuledScript, NoisyScript {
    static RuleScript of(NodeNames names, Rounding rounding) {
        return switch (rounding.kind()) {
            case MOVED -> new MovedScript(names);
            case PRODUCTS -> new ProductsScript(names, (Rounding.Products) rounding);
            case CHOICE -> new ChoiceScript(names);
            case ELEMENTWISE -> new ElementwiseScript(names, (Rounding.Elementwise) rounding);
            case RULED -> new RuledScript(names, (Rounding.Ruled) rounding);
            case NOISY -> new NoisyScript(names, (Rounding.Noisy) rounding);
        };
    }

    /** The method {@code sN}: deviations of all arrays; and what helps to have fewer of them. */
    void deviations(Methods methods);

    /** Statements that return the worst case of each array, as numbers; infinite where none is known. */
    String bounds();

    /**
     * Statements that return, for each array, what rounding does to it as a rule, over u/2 times its size; 0 where that says nothing. It is
     * √(n/2 + 1) of a sum of n products.
     */
    String usual();

    /** Where no worst case is known. */
    static String unbounded(NodeNames names) {
        return names.each("b_%2$s = torch.full_like(e[%1$d], inf, dtype=7)");
    }
}
