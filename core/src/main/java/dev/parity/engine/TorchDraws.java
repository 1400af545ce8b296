package dev.parity.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.parity.engine.draw.Mt19937;
import dev.parity.nn.Init;
import dev.parity.spec.Source;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is drawn from PyTorch's generator, collected as a PyTorch program and run in one go by libtorch itself: the numbers
 * are those of {@code torch.manual_seed} by construction. The generator, {@code g}, is the program's own, so that starts which
 * are drawn at the same time do not take each other's numbers. libtorch is loaded only if there is something to draw.
 */
final class TorchDraws {
    private final DType dtype;
    private final List<String> lines = new ArrayList<>();
    private final List<Consumer<NDList>> receivers = new ArrayList<>();

    /** @param dtype the type in which floating numbers are drawn */
    TorchDraws(DType dtype) {
        this.dtype = dtype;
    }

    void tensor(Source source, Consumer<Tensor> receiver) {
        if (source instanceof Source.Randn) {
            add("torch.randn(%s, generator=g, dtype=%d)".formatted(list(source.shape()), Torch.code(dtype)), receiver);
        } else if (source instanceof Source.Uniform u) {
            add(empty(source.shape()) + ".uniform_(%s, %s, generator=g)".formatted(u.low(), u.high()), receiver);
        } else if (source instanceof Source.Randint r) {
            add(
                    "torch.randint(%d, %d, %s, generator=g, dtype=4)"
                            .formatted(r.low(), r.high(), list(source.shape())),
                    receiver);
        }
    }

    void parameter(Init init, Shape shape, Consumer<Tensor> receiver) {
        if (init instanceof Init.Constant c) {
            fixed(Tensor.fill(dtype, shape, i -> c.value()), receiver);
        } else if (init instanceof Init.Count) {
            fixed(Tensor.fill(DType.INT64, shape, i -> 0), receiver);
        } else if (init instanceof Init.Uniform u) {
            add(empty(shape) + ".uniform_(%s, %s, generator=g)".formatted(u.low(), u.high()), receiver);
        } else if (init instanceof Init.Normal n) {
            int width = shape.size(1, shape.rank());
            add(
                    empty(shape) + ".normal_(%s, %s, generator=g)".formatted(n.mean(), n.std()),
                    drawn -> receiver.accept(
                            n.zeroRow() < 0
                                    ? drawn
                                    : Tensor.fill(dtype, shape, i -> i / width == n.zeroRow() ? 0 : drawn.get(i))));
        } else if (init instanceof Init.Refilled r) {
            parameter(r.drawn(), shape, lost -> {});
            parameter(r.kept(), shape, receiver);
        }
    }

    /** The generator as it stands after everything that was drawn: its next 624 words give it away. */
    void rest(Consumer<Mt19937> receiver) {
        add("torch.empty([312], dtype=4).random_(-9223372036854775807 - 1, None, generator=g)", drawn -> {
            int[] words = new int[624];
            for (int i = 0; i < 312; i++) {
                words[2 * i] = (int) (drawn.getLong(i) >>> 32);
                words[2 * i + 1] = (int) drawn.getLong(i);
            }
            receiver.accept(Mt19937.before(words));
        });
    }

    private void add(String expression, Consumer<Tensor> receiver) {
        int number = lines.size();
        lines.add(expression);
        receivers.add(drawn -> receiver.accept(Torch.fetch(drawn.get(number))));
    }

    /** What is not drawn is handed out in its turn too: a weight of zeros may replace one that was drawn. */
    private void fixed(Tensor value, Consumer<Tensor> receiver) {
        receivers.add(drawn -> receiver.accept(value));
    }

    /** Draws everything, and hands it out in order. */
    void draw(long seed) {
        if (lines.isEmpty()) {
            receivers.forEach(r -> r.accept(new NDList()));
            return;
        }
        StringBuilder code = new StringBuilder("""
                def draw(self, a: List[Tensor]) -> List[Tensor]:
                  g = torch.Generator(seed=%d)
                  out: List[Tensor] = []
                """.formatted(seed));
        lines.forEach(line -> code.append("  out.append(").append(line).append(")\n"));
        try (NDManager manager = Torch.open(1);
                TorchModule module = TorchModule.compile(
                        manager, code.append("  return out\n").toString());
                NDManager scope = manager.newSubManager()) {
            NDList drawn = module.run("draw", scope, List.of(scope.create(0f)));
            receivers.forEach(r -> r.accept(drawn));
        }
    }

    private String empty(Shape shape) {
        return "torch.empty(%s, dtype=%d)".formatted(list(shape), Torch.code(dtype));
    }

    private static String list(Shape shape) {
        return java.util.Arrays.toString(shape.dims());
    }
}
