package dev.parity.audit.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a program under way: PyTorch methods that return lists of tensors. */
public final class Methods {
    /** Operands, the expected arrays and the roundoff. */
    static final String GIVEN = "a: List[Tensor], e: List[Tensor], u: float";

    private static final Pattern METHOD =
            Pattern.compile("def (\\w+)\\(self, (.*)\\) -> List\\[Tensor]:\n((?: .*\n)+)");

    private final StringBuilder code = new StringBuilder();
    private final Map<String, String> names = new HashMap<>();

    void text(String methods) {
        code.append(methods);
    }

    /** Methods as they stand in a filled template; each is made as {@link #def} makes it. */
    void add(String methods) {
        Matcher method = METHOD.matcher(methods);
        int end = 0;
        while (method.lookingAt()) {
            def(method.group(1), method.group(2), method.group(3).replaceAll("(?m)^  ", ""));
            end = method.end();
            method.region(end, methods.length());
        }
        if (end < methods.length()) {
            throw new IllegalArgumentException("no method that returns a list: " + methods.substring(end));
        }
    }

    /** A method; of several with the same body all but the first call that, since each that libtorch compiles takes a while. */
    void def(String name, String parameters, String body) {
        String first = names.putIfAbsent(parameters + body.strip(), name);
        String text = first == null
                ? body
                : "return self.%s(%s)".formatted(first, parameters.replaceAll(": [^,]*(\\[[^\\]]*\\])?", ""));
        code.append("def ").append(name).append("(self, ").append(parameters).append(") -> List[Tensor]:\n");
        text.strip().lines().forEach(line -> code.append("  ").append(line).append('\n'));
    }

    /** A rule for arrays: a method that makes the deviations of all, and for each one, with its number behind the name, that makes its alone. */
    void rule(String name, String rule, List<String> deviations) {
        def(name, GIVEN, rule.strip() + "\nreturn [" + String.join(", ", deviations) + "]");
        for (int i = 0; i < deviations.size(); i++) {
            String one = deviations.get(i);
            def(name + "_" + i, GIVEN, Slice.of(rule, one) + "return [" + one + "]");
        }
    }

    /** An operation in a layer's or loss's own words, from its inputs and its operands by name. */
    void operation(String name, List<String> operands, boolean noisy, String text, List<String> outputs) {
        StringBuilder parameters = new StringBuilder("xs: List[Tensor]");
        operands.forEach(p -> parameters.append(", ").append(p).append(": Tensor"));
        if (noisy) {
            parameters.append(", u: float");
        }
        List<String> lines = new ArrayList<>(List.of("x = xs[0]", text.strip()));
        lines.add("return [" + String.join(", ", outputs) + "]");
        def(name, parameters.toString(), String.join("\n", lines));
    }

    @Override
    public String toString() {
        return code.toString();
    }
}
