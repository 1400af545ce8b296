package dev.parity.audit.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is left of a program without the methods that nobody calls: libtorch compiles all that it is given, and a small network's program takes
 * a sixth less time without.
 */
public final class Reached {
    private static final Pattern METHOD = Pattern.compile("(?m)(?=^def )");
    private static final Pattern CALL = Pattern.compile("self\\.(\\w+)\\(");

    private Reached() {}

    /**
     * @param program methods, whose {@code def} stands at the margin
     * @param from the names of those that are called from outside
     */
    public static String of(String program, Pattern from) {
        Map<String, String> methods = new LinkedHashMap<>();
        for (String method : METHOD.split(program)) {
            methods.put(method.substring("def ".length(), method.indexOf('(')), method);
        }
        Set<String> called = new HashSet<>();
        Deque<String> calls = new ArrayDeque<>(
                methods.keySet().stream().filter(from.asMatchPredicate()).toList());
        while (!calls.isEmpty()) {
            String name = calls.pop();
            if (methods.containsKey(name) && called.add(name)) {
                CALL.matcher(methods.get(name)).results().forEach(call -> calls.push(call.group(1)));
            }
        }
        methods.keySet().retainAll(called);
        return String.join("", methods.values());
    }
}
