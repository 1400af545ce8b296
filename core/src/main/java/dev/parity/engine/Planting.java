package dev.parity.engine;

import dev.parity.fault.Fault;
import dev.parity.fault.Faults;
import dev.parity.graph.Graph;
import dev.parity.tensor.BadInput;
import dev.parity.trace.Operation;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault and the arrays that it spoils.
 *
 * @param step the only one at which it does; every one where there is none
 */
record Planting(Fault fault, Set<Slot> arrays, OptionalInt step) {
    private static final Pattern TEXT = Pattern.compile("([^@:]*)(?:@([^@:]*))?(?::([^@:]*))?");

    /** @param text FAULT, FAULT@LAYER, FAULT:STEP or FAULT@LAYER:STEP */
    static Planting of(String text, Graph graph) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new BadInput(
                    "\"" + text + "\" plants nothing; write FAULT, FAULT@LAYER, FAULT:STEP or FAULT@LAYER:STEP");
        }
        Fault fault = Faults.byId(parts.group(1));
        return new Planting(
                fault,
                arrays(fault, parts.group(2), graph),
                step(text, parts.group(3), graph.experiment().steps()));
    }

    private static Set<Slot> arrays(Fault fault, String layer, Graph graph) {
        List<Slot> fitting = graph.operations().stream()
                .filter(fault::fits)
                .map(Operation::makes)
                .toList();
        Set<Slot> here = fitting.stream()
                .filter(slot -> layer == null || slot.layer().equals(layer))
                .collect(Collectors.toSet());
        if (here.isEmpty()) {
            throw new BadInput("the fault \"" + fault.id() + "\" fits nowhere in "
                    + (layer == null ? "this network" : "\"" + layer + "\"")
                    + (fitting.isEmpty()
                            ? ": " + fault.about()
                            : "; it fits in "
                                    + fitting.stream()
                                            .map(Slot::layer)
                                            .distinct()
                                            .collect(Collectors.joining(", "))));
        }
        return here;
    }

    private static OptionalInt step(String text, String number, int steps) {
        if (number == null) {
            return OptionalInt.empty();
        }
        if (!number.matches("[1-9]\\d{0,8}") || Integer.parseInt(number) > steps) {
            throw new BadInput("\"" + text + "\" is for step \"" + number + "\", and the steps are 1 to " + steps);
        }
        return OptionalInt.of(Integer.parseInt(number));
    }

    boolean at(Site site) {
        return arrays.contains(site.slot()) && (step.isEmpty() || step.getAsInt() == site.step());
    }
}
