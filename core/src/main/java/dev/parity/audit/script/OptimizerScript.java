package dev.parity.audit.script;

import dev.parity.audit.Allowance;
import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.optim.State;
import java.util.List;
import java.util.Map;

/**
 * The methods of one optimizer: {@code uN}, the step, from {@code [lr, momentum, t, gradient, weight, states]}; {@code bN_}, the
 * worst that rounding does to it; and {@code vN_}, deviations.
 *
 * <p>{@code iN_0} is the step where a state that is one number is held in float32; its last operand says how many units off.
 *
 * <p>The count of steps is the spec's, whatever the candidate recorded as its own: that is judged by itself, and a program that counts right
 * may record it wrongly.
 *
 * <p>A step is a handful of roundings an element, too few for a scatter, so its rule is a worst case E over the sum of the sizes of the
 * terms, of which {@link Allowance#WORST_CASES} are allowed.
 */
final class OptimizerScript {
    private static final String NAMED = Template.of("optimizer_bounds").fill(Map.of());

    private OptimizerScript() {}

    static void write(Methods methods, int number, Optimizer optimizer) {
        List<String> states = optimizer.state().stream().map(State::name).toList();
        StringBuilder parameters = new StringBuilder("lr: float, momentum: float, t: int, g: Tensor, w: Tensor");
        states.forEach(s -> parameters.append(", ").append(s).append(": Tensor"));
        String all = states.isEmpty() ? "" : ", " + String.join(", ", states);
        methods.def("f" + number, parameters.toString(), optimizer.torch().strip() + "\nreturn [w" + all + "]");
        StringBuilder now = new StringBuilder();
        StringBuilder named = new StringBuilder(NAMED);
        for (int i = 0; i < states.size(); i++) {
            now.append(
                    states.get(i).equals(State.COUNT)
                            ? ", torch.full([], float(a[2]) - 1., dtype=7)"
                            : ", a[" + (5 + i) + "]");
            named.append(
                    "%1$s = torch.abs(a[%2$d])\nnew_%1$s = torch.abs(e[%3$d])\nb_%1$s = torch.zeros_like(e[%3$d])\n"
                            .formatted(states.get(i), 5 + i, 1 + i));
        }
        methods.def(
                "u" + number,
                "a: List[Tensor]",
                "return self.f%d(float(a[0]), float(a[1]), int(a[2]), a[3], a[4]%s)".formatted(number, now));
        optimizer.torchInFloat32().ifPresent(torch -> {
            methods.def("i" + number, parameters + ", ulps: float", torch.strip() + "\nreturn [w" + all + "]");
            methods.def(
                    "i%d_0".formatted(number),
                    "a: List[Tensor]",
                    "return self.i%d(float(a[0]), float(a[1]), int(a[2]), a[3], a[4]%s, float(a[len(a) - 1]))"
                            .formatted(number, now));
        });
        StringBuilder bounds = new StringBuilder("b_w");
        states.forEach(s -> bounds.append(", b_").append(s));
        methods.def(
                "b" + number + "_", Methods.GIVEN, named + optimizer.rounding().strip() + "\nreturn [" + bounds + "]");
        methods.def(
                "v" + number + "_",
                Methods.GIVEN,
                "return [t * %s for t in self.b%d_(a, e, u)]"
                        .formatted(Allowance.WORST_CASES / Allowance.DEVIATIONS, number));
    }
}
