package dev.parity.diagnose;

import dev.parity.fault.Fault;
import dev.parity.fault.Faults;
import dev.parity.fault.Operands;
import dev.parity.formula.Cut;
import dev.parity.formula.Values;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The faults of the catalogue as causes: each that fits is asked what it makes of the candidate's own operands, and is accepted by the rule
 * by which everything else is. It has no parameter, so it costs no more than having been one of so many.
 */
public final class Known {
    private Known() {}

    /** The faults that make just such a wrong array, by id. */
    public static List<Fault> of(Evidence evidence, Operands at) {
        Bench bench = new Bench(evidence);
        Target target = bench.target(Cut.NONE);
        List<Fault> fitting =
                Faults.all().stream().filter(f -> f.fits(at.operation())).toList();
        double price = Cause.bits(Faults.all().size());
        List<Fault> all = new ArrayList<>();
        Operands own = new Operands(
                at.operation(), at.step(), at.right().to(evidence.found().dtype()));
        for (Fault fault : fitting) {
            Optional<Score> score = wrong(fault, own)
                    .filter(w -> w.size() == evidence.found().size())
                    .flatMap(w -> target.against(values(w, evidence, at.operation()), 1));
            if (score.filter(s -> s.explained() - price >= Diagnosis.ACCEPTED).isPresent()) {
                all.add(fault);
            }
        }
        return all;
    }

    /** Empty where it reads what nobody recorded. */
    private static Optional<Tensor> wrong(Fault fault, Operands at) {
        try {
            return Optional.of(fault.wrong(at));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /**
     * A fault is plain arithmetic and does not say how it rounds: as numbers of the array's usual size do. Of an update it makes the weight, and
     * the move is looked at, which is as exact as the weights that it is the difference of.
     */
    private static Values values(Tensor wrong, Evidence evidence, Operation operation) {
        Tensor weight = evidence.operands().get("weight");
        boolean move = operation.makes().phase() == Phase.UPDATE && weight != null;
        double[] numbers = wrong.doubles();
        double[] sizes = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            sizes[i] = move ? Math.abs(weight.get(i)) : 0;
            numbers[i] -= move ? weight.get(i) : 0;
        }
        double square = 0;
        for (double number : numbers) {
            square += number * number;
        }
        double usual = Math.sqrt(square / Math.max(1, numbers.length));
        for (int i = 0; i < numbers.length; i++) {
            double own =
                    Math.max(Math.abs(numbers[i]), Math.abs(evidence.expected().get(i)));
            sizes[i] = Math.max(sizes[i], Math.max(usual, own));
        }
        return Values.of(numbers, sizes);
    }
}
