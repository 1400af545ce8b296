package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
import java.util.ArrayList;
import java.util.List;

/**
 * How rules call what a node reads and makes: its operands by name, with {@code dy} of each output {@code y}, and what is expected, such as
 * {@code y}, {@code dx}, {@code dweight}.
 *
 * @param number of the node
 */
record NodeNames(int number, NodeOperands operands) {
    int inputs() {
        return operands.node().inputs().size();
    }

    int outputs() {
        return operands.outputs().size();
    }

    List<String> buffers() {
        return operands.names().subList(operands.trained(), operands.trained() + operands.buffers());
    }

    /** Statements that give operands and expected arrays their names; a buffer keeps that of what it was. */
    String given() {
        StringBuilder text = new StringBuilder("c2 = u * u * 0.25\ntiny = self.least(u)\n");
        text.append("xs = a[:%d]\nx = xs[0]\n".formatted(inputs()));
        List<String> read = new ArrayList<>(operands.names());
        operands.outputs().forEach(y -> read.add("d" + y));
        for (int i = 0; i < read.size(); i++) {
            text.append("%s = a[%d]\n".formatted(read.get(i), inputs() + i));
        }
        List<String> made = operands.made();
        for (int i = 0; i < made.size(); i++) {
            if (!buffers().contains(made.get(i))) {
                text.append("%s = e[%d]\n".formatted(made.get(i), i));
            }
        }
        return text.toString();
    }

    /** What rules call something of each array, such as its deviation {@code s_y}. */
    List<String> of(String prefix) {
        return operands.made().stream().map(n -> prefix + n).toList();
    }

    /** The same as a list. */
    String list(String prefix) {
        return "[" + String.join(", ", of(prefix)) + "]";
    }

    /** A statement for each array, of its number in {@code e} and its name. */
    String each(String statement) {
        StringBuilder text = new StringBuilder();
        List<String> made = operands.made();
        for (int i = 0; i < made.size(); i++) {
            text.append(statement.formatted(i, made.get(i))).append('\n');
        }
        return text.toString();
    }
}
