package dev.parity.audit.script;

import dev.parity.nn.loss.Loss;
import dev.parity.spec.Objective;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The methods of one loss: what is expected, its other formulas, and the deviations. */
public final class LossScript {
    private static final Template VALUED = Template.of("loss");
    private static final Template DRAWN = Template.of("loss_drawn");

    private final Methods methods;
    private final int number;
    private final int predictions;
    private final List<String> operands;
    private final Loss loss;
    /** Operands that the loss may have, and here has not. */
    private final String absent;

    public LossScript(Methods methods, int number, Objective.Term term) {
        this.methods = methods;
        this.number = number;
        this.predictions = term.predictions().size();
        this.loss = term.loss();
        this.operands = new ArrayList<>(term.tensors().keySet());
        operands.add("target");
        StringBuilder lines = new StringBuilder();
        List.of("weight", "pos_weight").stream()
                .filter(o -> !operands.contains(o))
                .forEach(o -> lines.append(o).append(" = None\n"));
        this.absent = lines.toString();
    }

    void write() {
        methods.operation("v" + number, operands, false, absent + loss.torch(), List.of("value"));
        valued("l" + number, "self.v" + number, false);
        List<String> others = loss.alternatives();
        for (int k = 0; k < others.size(); k++) {
            methods.operation(
                    "v%d_of_%d".formatted(number, k), operands, false, absent + others.get(k), List.of("value"));
            valued("y%d_%d".formatted(number, k), "self.v%d_of_%d".formatted(number, k), false);
        }
        if (loss.rounding().isBlank()) {
            scatter(loss.noisy());
        } else {
            methods.rule("m" + number, named() + loss.rounding(), made());
        }
    }

    /** What rounding does at the worst. */
    void bounds() {
        StringBuilder text = new StringBuilder();
        List<String> all = made().stream().map(m -> "b" + m.substring(1)).toList();
        for (int i = 0; i < all.size(); i++) {
            text.append("%s = torch.full_like(e[%d], inf)\n".formatted(all.get(i), i));
        }
        text.append(named()).append(loss.rounding()).append(loss.bounds());
        methods.def("c" + number, Methods.GIVEN, text + "return [" + String.join(", ", all) + "]");
    }

    /** Deviations that are drawn. */
    public void scatter(String noisy) {
        methods.operation("w" + number, operands, true, absent + noisy, List.of("value"));
        valued("o" + number, "self.w" + number, true);
        methods.add(DRAWN.fill(Map.of("number", number, "draws", NoiseScript.DRAWS)));
    }

    /** Gives operands and expected arrays their names. */
    private String named() {
        StringBuilder text = new StringBuilder("c2 = u * u * 0.25\ntiny = self.least(u)\n");
        text.append("xs = a[:%d]\nx = xs[0]\n".formatted(predictions));
        for (int i = 0; i < operands.size(); i++) {
            text.append("%s = a[%d]\n".formatted(operands.get(i), predictions + i));
        }
        // A factor that is not given is 1.
        List.of("weight", "pos_weight").stream()
                .filter(o -> !operands.contains(o))
                .forEach(o -> text.append(o).append(" = torch.ones([], dtype=x.dtype)\n"));
        text.append("scale = abs(float(a[%d]))\nvalue = e[0]\n".formatted(predictions + operands.size()));
        for (int i = 0; i < predictions; i++) {
            text.append("%s = torch.abs(e[%d])\n".formatted(Slot.dx(predictions, i), 1 + i));
        }
        return text.toString();
    }

    /** The deviations that the rule makes, in the order of the arrays. */
    private List<String> made() {
        List<String> made = new ArrayList<>(List.of("s_value"));
        IntStream.range(0, predictions).forEach(i -> made.add("s_" + Slot.dx(predictions, i)));
        return made;
    }

    /** A loss's value, and its gradients times a scale. */
    private void valued(String name, String operation, boolean noisy) {
        StringBuilder arguments = new StringBuilder("xs");
        for (int i = 0; i < operands.size(); i++) {
            arguments.append(", a[").append(predictions + i).append(']');
        }
        methods.add(VALUED.fill(Map.of(
                "name",
                name,
                "parameters",
                "a: List[Tensor]" + (noisy ? ", u: float" : ""),
                "predictions",
                predictions,
                "domain",
                loss.intoDomain(),
                "operation",
                operation,
                "arguments",
                arguments + (noisy ? ", u" : ""),
                "scale",
                predictions + operands.size())));
    }
}
