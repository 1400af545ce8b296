package dev.parity.diagnose;

import dev.parity.formula.Evaluation;
import dev.parity.formula.Formula;
import dev.parity.formula.Values;
import dev.parity.nn.layer.Layer;
import dev.parity.nn.loss.Loss;
import dev.parity.nn.optim.Optimizer;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One operation with operands drawn for it, the right arrays by its formulas, and evidence of wrong ones. */
final class Scene {
    final DType dtype;
    final Map<String, Tensor> operands = new LinkedHashMap<>();
    final Map<String, Double> options = new LinkedHashMap<>();
    final Random random;
    private final String type;
    private List<Formula> formulas = List.of();

    Scene(String type, DType dtype, long seed) {
        this.type = type;
        this.dtype = dtype;
        random = new Random(seed);
    }

    Scene draw(String name, int... dims) {
        operands.put(name, Numbers.random(random, dtype, dims).tensor(dtype));
        return this;
    }

    Scene draw(String name, java.util.function.DoubleUnaryOperator f, int... dims) {
        operands.put(name, Numbers.random(random, dtype, dims).map(f).tensor(dtype));
        return this;
    }

    Scene whole(String name, java.util.function.ToLongFunction<Random> f, int... dims) {
        Shape shape = Shape.of(dims);
        long[] a = new long[shape.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = f.applyAsLong(random);
        }
        operands.put(name, Tensor.of(shape, a));
        return this;
    }

    Scene put(String name, Numbers numbers) {
        operands.put(name, numbers.tensor(dtype));
        return this;
    }

    Scene layer(Layer layer, Shape... x) {
        formulas = layer.formulas(dtype, x);
        keep("y");
        return this;
    }

    Scene loss(Loss loss) {
        formulas = loss.formulas(operands, 1);
        return this;
    }

    Scene optimizer(Optimizer optimizer, int t) {
        options.put("lr", optimizer.lr());
        formulas = optimizer.formulas(operands.get("weight").shape(), optimizer.lr(), optimizer.momentum(), t);
        return this;
    }

    /** Puts an array of the formulas among the operands. */
    private void keep(String array) {
        Optional<Formula> formula =
                formulas.stream().filter(f -> f.array().equals(array)).findFirst();
        formula.filter(f -> operands.keySet().containsAll(f.operands())).ifPresent(f -> put(array, numbers(f)));
    }

    Formula formula(String array) {
        return formulas.stream()
                .filter(f -> f.array().equals(array))
                .findFirst()
                .orElseThrow();
    }

    private Numbers numbers(Formula formula) {
        Values values = new Evaluation(operands)
                .remember(formula.tree())
                .of(formula.tree())
                .arranged(formula.axes());
        double[] a = new double[values.size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = values.value(i);
        }
        return new Numbers(a, formula.axes().stream().mapToInt(x -> x.size()).toArray());
    }

    Numbers at(String operand) {
        return Numbers.of(operands.get(operand));
    }

    Numbers right(String array) {
        return numbers(formula(array));
    }

    /** Evidence of a wrong array, rounded here and there as another program would. */
    Evidence evidence(String array, Numbers wrong) {
        Formula formula = formula(array);
        Values values = new Evaluation(operands)
                .remember(formula.tree())
                .of(formula.tree())
                .arranged(formula.axes());
        double u = Evaluation.unit(dtype);
        int[] dims = wrong.dims();
        Numbers expected = new Numbers(new double[values.size()], dims);
        Numbers allowed = new Numbers(new double[values.size()], dims);
        for (int i = 0; i < values.size(); i++) {
            expected.a()[i] = values.value(i);
            allowed.a()[i] = Evaluation.STEPS * u * values.magnitude(i);
        }
        Numbers found = wrong.map(v -> v * (1 + 2 * u * (random.nextDouble() - 0.5)));
        DType kept = array.equals("move") ? DType.FLOAT64 : dtype;
        return new Evidence(
                type + ", " + array,
                type,
                Optional.of(formula),
                options,
                operands,
                array.equals("move") && dtype == DType.FLOAT32
                        ? found.map(v -> v).tensor(kept)
                        : found.tensor(kept),
                expected.tensor(dtype),
                allowed.tensor(DType.FLOAT64));
    }
}
