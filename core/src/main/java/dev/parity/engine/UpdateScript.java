package dev.parity.engine;

import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.optim.State;
import dev.parity.spec.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From gradients to new weights as a PyTorch program: {@code accumulate}, {@code clip} and {@code update}. */
final class UpdateScript {
    /** AccumulateGrad: what there was, plus what comes. */
    private static final String ACCUMULATE = """
            def accumulate(self, a: List[Tensor]) -> List[Tensor]:
              out = []
              n = len(a) // 2
              for i in range(n):
                out.append(torch.add(a[i], a[n + i]))
              return out
            """;

    private UpdateScript() {}

    static String of(Training training, Expressions expressions) {
        StringBuilder code = new StringBuilder(update(training, expressions));
        if (training.accumulate() > 1) {
            code.append(ACCUMULATE);
        }
        if (training.clips()) {
            code.append(clip(training));
        }
        return code.toString();
    }

    /** clip_grad_norm_ and clip_grad_value_ of torch.nn.utils; a number over a tensor is the tensor's reciprocal times it. */
    private static String clip(Training training) {
        StringBuilder code = new StringBuilder("def clip(self, a: List[Tensor]) -> List[Tensor]:\n  out = []\n");
        String g = "a[i]";
        Optional<Training.ClipNorm> norm = training.clipNorm();
        if (norm.isPresent()) {
            double type = norm.get().norm_type();
            code.append("""
                      norms = []
                      for i in range(len(a)):
                        norms.append(torch.linalg_vector_norm(a[i], %1$s))
                      total = torch.linalg_vector_norm(torch.stack(norms), %1$s)
                      factor = torch.clamp(torch.mul(torch.reciprocal(torch.add(total, 1e-6)), %2$s), None, 1.0)
                    """.formatted(
                    type == Double.POSITIVE_INFINITY ? "inf" : type, norm.get().max_norm()));
            g = "torch.mul(" + g + ", factor)";
        }
        if (training.clipValue().isPresent()) {
            double value = training.clipValue().get().clip_value();
            g = "torch.clamp(" + g + ", " + -value + ", " + value + ")";
        }
        return code.append("  for i in range(len(a)):\n    out.append(")
                .append(g)
                .append(")\n  return out\n")
                .toString();
    }

    /**
     * {@code update(lr of each weight, momentum of each, t, then for each weight: gradient, weight, states)} returns
     * the new weight and states of each weight, in the same order. Each distinct set of options is a method.
     */
    private static String update(Training training, Expressions expressions) {
        Map<Optimizer, String> methods = new LinkedHashMap<>();
        StringBuilder code = new StringBuilder();
        StringBuilder update =
                new StringBuilder("def update(self, a: List[Tensor]) -> List[Tensor]:\n  t = int(a[2])\n  out = []\n");
        int next = 3;
        int number = 0;
        for (Optimizer optimizer : training.optimizers().values()) {
            String method = methods.get(optimizer);
            if (method == null) {
                method = "u" + methods.size();
                methods.put(optimizer, method);
                code.append(method(method, optimizer, expressions.of(optimizer)));
            }
            List<String> arguments =
                    new ArrayList<>(List.of("float(a[0][" + number + "])", "float(a[1][" + number + "])", "t"));
            number++;
            for (int i = 0; i < 2 + optimizer.state().size(); i++) {
                arguments.add("a[" + next++ + "]");
            }
            update.append("  out.extend(self.")
                    .append(method)
                    .append('(')
                    .append(String.join(", ", arguments))
                    .append("))\n");
        }
        return code.append(update).append("  return out\n").toString();
    }

    private static String method(String name, Optimizer optimizer, String text) {
        List<String> states = optimizer.state().stream().map(State::name).toList();
        StringBuilder code =
                new StringBuilder("def " + name + "(self, lr: float, momentum: float, t: int, g: Tensor, w: Tensor");
        states.forEach(s -> code.append(", ").append(s).append(": Tensor"));
        code.append(") -> List[Tensor]:\n").append(text.indent(2));
        return code.append("  return [w")
                .append(states.isEmpty() ? "" : ", " + String.join(", ", states))
                .append("]\n")
                .toString();
    }
}
