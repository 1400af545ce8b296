package dev.parity.engine;

import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The optimizer's step as a PyTorch program: one method for each distinct set of options, and {@code update} over all weights. */
final class UpdateScript {
    private UpdateScript() {}

    /**
     * {@code update(lr of each weight, t, then for each weight: gradient, weight, states)} returns the new weight
     * and states of each weight, in the same order, and after them the same once more, {@linkplain Packed packed}.
     */
    static String of(Training training) {
        Map<Optimizer, String> methods = new LinkedHashMap<>();
        StringBuilder code = new StringBuilder();
        StringBuilder update = new StringBuilder("def update(self, a: List[Tensor]) -> List[Tensor]:\n  t = int(a[1])\n  out = []\n");
        int next = 2;
        int number = 0;
        for (Optimizer optimizer : training.optimizers().values()) {
            String method = methods.computeIfAbsent(optimizer, o -> "u" + methods.size());
            if (code.indexOf("def " + method + "(") < 0) {
                code.append(method(method, optimizer));
            }
            List<String> arguments = new ArrayList<>(List.of("float(a[0][" + number++ + "])", "t"));
            for (int i = 0; i < 2 + optimizer.state().size(); i++) {
                arguments.add("a[" + next++ + "]");
            }
            update.append("  out.extend(self.").append(method).append('(').append(String.join(", ", arguments)).append("))\n");
        }
        return code.append(update).append("  return out + self.pack(out)\n").toString();
    }

    private static String method(String name, Optimizer optimizer) {
        StringBuilder code = new StringBuilder("def " + name + "(self, lr: float, t: int, g: Tensor, w: Tensor");
        optimizer.state().forEach(s -> code.append(", ").append(s).append(": Tensor"));
        code.append(") -> List[Tensor]:\n").append(optimizer.torch().indent(2));
        return code.append("  return [w")
                .append(optimizer.state().isEmpty() ? "" : ", " + String.join(", ", optimizer.state()))
                .append("]\n")
                .toString();
    }
}
