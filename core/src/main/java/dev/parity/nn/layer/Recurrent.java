package dev.parity.nn.layer;

import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What RNN, LSTM and GRU share: levels upon each other, each of one direction or two, that carry a state through time.
 * <pre>
 *   x (T, N, input_size), or (N, T, input_size) with batch_first        D directions: 2 if bidirectional, else 1
 *   y (T, N, D hidden_size) likewise        h0, h_n (num_layers D, N, hidden_size)        c0, c_n the same, of an LSTM
 *   of level k:  weight_ih_lk (gates hidden_size, in)    weight_hh_lk (gates hidden_size, hidden_size)
 *                bias_ih_lk, bias_hh_lk (gates hidden_size)
 *   and, for the direction that runs backwards in time, the same with _reverse
 * </pre>
 * A first state that is not given is zero. A level reads the outputs, of both directions, of the one below. What they
 * do over time is in {@link Direction}; a record holds the formula of one step.
 */
public sealed interface Recurrent extends Layer permits GRU, LSTM, RNN {
    int input_size();

    int hidden_size();

    int num_layers();

    boolean bias();

    boolean batch_first();

    double dropout();

    boolean bidirectional();

    /** How many gates each element of the state has. */
    int gates();

    /** What is carried: {@code h}, and {@code c} of an LSTM. */
    default List<String> states() {
        return List.of("h");
    }

    /** What a step keeps for the way back, of a state's shape. */
    default List<String> caches() {
        return List.of();
    }

    /** Whether W_hh h + b_hh is wanted apart from W_ih x + b_ih, and the old state enters the new one directly. */
    default boolean mixes() {
        return false;
    }

    /** PyTorch's function. */
    String function();

    /** One step forward: from the gates' sums, which begin at {@code gate}, and the state before it, the one after it. */
    void step(Direction d, int gate, int before, int after);

    /** One step back: from dL/d(state after it), in {@code dh} (and {@code dc}), the gradients of the sums. */
    void stepBack(Direction d, int gate, int before, int after);

    /** Refuses options that none of the three takes. */
    static void validate(String type, int inputSize, int hiddenSize, int layers, double dropout) {
        if (inputSize < 1 || hiddenSize < 1 || layers < 1) {
            throw new BadInput("input_size, hidden_size and num_layers are at least 1, not " + inputSize + ", "
                    + hiddenSize + " and " + layers);
        }
        if (dropout != 0) {
            throw new BadInput("dropout within " + type + " is not supported, and is " + dropout
                    + "; stack layers of num_layers 1 " + "with a Dropout between them");
        }
    }

    default int directions() {
        return bidirectional() ? 2 : 1;
    }

    /** The features that a level reads; one beyond the last, the features of y. */
    default int width(int level) {
        return level == 0 ? input_size() : directions() * hidden_size();
    }

    @Override
    default List<Parameter> parameters() {
        Init init = Init.uniform(1 / Math.sqrt(hidden_size()));
        int rows = gates() * hidden_size();
        List<Parameter> all = new ArrayList<>();
        for (int level = 0; level < num_layers(); level++) {
            for (int direction = 0; direction < directions(); direction++) {
                String suffix = Direction.suffix(level, direction);
                all.add(new Parameter("weight_ih" + suffix, Shape.of(rows, width(level)), init));
                all.add(new Parameter("weight_hh" + suffix, Shape.of(rows, hidden_size()), init));
                if (bias()) {
                    all.add(new Parameter("bias_ih" + suffix, Shape.of(rows), init));
                    all.add(new Parameter("bias_hh" + suffix, Shape.of(rows), init));
                }
            }
        }
        return all;
    }

    @Override
    default Shape output(Shape... x) {
        List<String> given = states().stream().map(s -> s + "0").toList();
        if (x.length != 1 && x.length != 1 + given.size()) {
            throw new BadInput(type() + " takes one input, or with it the first state, \"inputs\": [x, "
                    + String.join(", ", given) + "], and here are " + x.length);
        }
        if (x[0].rank() != 3 || x[0].dim(2) != input_size() || x[0].size() == 0) {
            throw new BadInput(type() + " takes inputs of shape " + (batch_first() ? "(N, T, " : "(T, N, ")
                    + input_size() + "), with a step and a sample at least, and here comes " + x[0]);
        }
        for (int i = 1; i < x.length; i++) {
            if (!x[i].equals(state(x[0]))) {
                throw new BadInput(type() + ": " + given.get(i - 1)
                        + " has shape (num_layers * directions, N, hidden_size), which is " + state(x[0])
                        + " here, and not " + x[i]);
            }
        }
        return x[0].with(2, width(num_layers()));
    }

    @Override
    default List<Output> outputs(Shape... x) {
        List<Output> all = new ArrayList<>();
        all.add(new Output("y", output(x)));
        states().forEach(s -> all.add(new Output(s + "_n", state(x[0]))));
        return all;
    }

    @Override
    default List<Hidden> hides(Tensor... x) {
        return x[0].shape().dim(batch_first() ? 1 : 0) > 1
                ? List.of()
                : List.of(Hidden.blind(
                        "whatever goes wrong from one time to the next, since the sequences of " + type()
                                + " are of length 1",
                        "let them be of length 3"));
    }

    private Shape state(Shape x) {
        return Shape.of(num_layers() * directions(), x.dim(batch_first() ? 0 : 1), hidden_size());
    }

    @Override
    default void forward(Frame at) {
        Shape x = at.x().shape();
        states().forEach(s -> at.keep(s + "_n", state(x)));
        turn(at.x(), at.keep("x_l0", input(0, x)));
        for (int level = 0; level < num_layers(); level++) {
            Array y = at.keep("x_l" + (level + 1), input(level + 1, x));
            for (int direction = 0; direction < directions(); direction++) {
                new Direction(this, at, level, direction).forward(at.kept("x_l" + level), y);
            }
        }
        turn(at.kept("x_l" + num_layers()), at.y(output(x)));
    }

    @Override
    default void backward(Frame at) {
        Shape x = at.x().shape();
        turn(at.dy(), at.keep("dx_l" + num_layers(), input(num_layers(), x)));
        for (int level = num_layers() - 1; level >= 0; level--) {
            Array dx = at.keep("dx_l" + level, input(level, x));
            for (int direction = 0; direction < directions(); direction++) {
                new Direction(this, at, level, direction)
                        .backward(at.kept("x_l" + level), at.kept("dx_l" + (level + 1)), dx);
            }
        }
        turn(at.kept("dx_l0"), at.dx());
    }

    /** What a level reads, in time's order, since a step's rows stand together then. */
    private Shape input(int level, Shape x) {
        return Shape.of(x.dim(batch_first() ? 1 : 0), x.dim(batch_first() ? 0 : 1), width(level));
    }

    /** {@code to = from}, with the first two dimensions exchanged where the batch comes first. */
    private void turn(Array from, Array to) {
        if (!batch_first()) {
            to.copy(from);
            return;
        }
        int outer = from.dim(0);
        int inner = from.dim(1);
        int width = from.dim(2);
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < inner; j++) {
                to.copy((j * outer + i) * width, from, (i * inner + j) * width, width);
            }
        }
    }

    @Override
    default String torch() {
        List<String> first = states().stream().map(s -> s + "0").toList();
        StringBuilder code = new StringBuilder("if len(xs) > 1:\n");
        IntStream.range(0, first.size()).forEach(i -> code.append("  %s = xs[%d]\n".formatted(first.get(i), i + 1)));
        code.append("else:\n");
        first.forEach(s -> code.append("  %s = torch.zeros([%d, x.size(%d), %d], dtype=x.dtype)\n"
                .formatted(s, num_layers() * directions(), batch_first() ? 0 : 1, hidden_size())));
        String state = first.size() == 1 ? first.get(0) : first.toString();
        String weights = parameters().stream().map(Parameter::name).toList().toString();
        return code
                + "y, %s_n = torch.%s(x, %s, %s, %s, %d, 0., True, %s, %s)\n"
                        .formatted(
                                String.join("_n, ", states()),
                                function(),
                                state,
                                weights,
                                python(bias()),
                                num_layers(),
                                python(bidirectional()),
                                python(batch_first()));
    }

    private static String python(boolean flag) {
        return flag ? "True" : "False";
    }

    /** One step in noisy primitives: from {@code p} and {@code q}, the sums of the input and of the state, the new state {@code h}. */
    String noisyStep();

    /** Sums round as sums, gates at the size 1, and what is added at the size of its parts. */
    @Override
    default Rounding rounding() {
        StringBuilder code =
                new StringBuilder("v = x" + (batch_first() ? ".transpose(1, 2)" : "") + "\nT = v.size(1)\n");
        for (String s : states()) {
            code.append("""
                    if len(xs) > 1:
                      %1$s0 = xs[%2$d]
                    else:
                      %1$s0 = torch.zeros([v.size(0), %3$d, v.size(2), %4$d], dtype=x.dtype)
                    %1$s_last: List[Tensor] = []
                    """.formatted(s, 1 + states().indexOf(s), num_layers() * directions(), hidden_size()));
        }
        for (int level = 0; level < num_layers(); level++) {
            code.append("sides: List[Tensor] = []\n");
            for (int d = 0; d < directions(); d++) {
                noisy(level, d, code);
            }
            code.append("v = torch.cat(sides, -1)\n");
        }
        code.append("y = v" + (batch_first() ? ".transpose(1, 2)" : "") + "\n");
        states().forEach(s -> code.append("%1$s_n = torch.stack(%1$s_last, 1)\n".formatted(s)));
        return new Rounding.Noisy(code.toString(), 1);
    }

    private void noisy(int level, int direction, StringBuilder code) {
        String of = "_l" + level + (direction == 1 ? "_reverse" : "");
        String add = "%1$s = self.plus(%1$s, bias_%2$s%3$s%4$s, %5$d, %6$s, u)\n";
        code.append(
                "ps = self.mm(v, self.factor(weight_ih%1$s, u).unsqueeze(1), 1, u)\nw = self.factor(weight_hh%1$s, u)\n"
                        .formatted(of));
        if (bias()) {
            code.append(add.formatted("ps", "ih", of, ".unsqueeze(1).unsqueeze(1)", width(level), "1"));
        }
        states().forEach(s ->
                code.append("%1$s = %1$s0.select(1, %2$d)\n".formatted(s, level * directions() + direction)));
        // the gradient of select would fill a whole array at each step
        code.append("sums = torch.unbind(ps, 1)\nsteps: List[Tensor] = []\nfor j in range(T):\n");
        StringBuilder step = new StringBuilder(
                "p = sums[%s]\nq = self.mm(h, w, T, u)\n".formatted(direction == 1 ? "T - 1 - j" : "j", of));
        if (bias()) {
            step.append(add.formatted("q", "hh", of, ".unsqueeze(1)", hidden_size(), "T"));
        }
        step.append(noisyStep()).append("steps.append(h)\n");
        code.append(step.toString().indent(2));
        code.append(
                direction == 1
                        ? "sides.append(torch.stack([steps[T - 1 - j] for j in range(T)], 1))\n"
                        : "sides.append(torch.stack(steps, 1))\n");
        states().forEach(s -> code.append("%1$s_last.append(%1$s)\n".formatted(s)));
    }

    /** Of one level in one direction only: more of them are no single formula. */
    @Override
    default List<Formula> formulas(DType network, Shape... x) {
        return num_layers() == 1 && !bidirectional() ? new RecurrentFormulas(this, x).all() : List.of();
    }

    /** A step as formulas, from the sums of x and of the state before it. */
    RecurrentFormulas.Step step(RecurrentFormulas at, Node gates, Node hidden);

    /**
     * The way back as formulas.
     *
     * @param before the cell's state before the step, or the only state
     * @param after the cell's after it
     * @param dh all that comes to the state after the step
     */
    RecurrentFormulas.Back back(RecurrentFormulas at, Node gates, Node hidden, Node before, Node after, Node dh);
}
