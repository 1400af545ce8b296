package dev.parity.diagnose;

import dev.parity.fault.Fault;
import dev.parity.fault.Faults;
import dev.parity.fault.Operands;
import dev.parity.formula.Cut;
import dev.parity.formula.Values;
import dev.parity.tensor.Tensor;
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
        for (Fault fault : fitting) {
            Optional<Score> score = wrong(fault, at)
                    .filter(w -> w.size() == evidence.found().size())
                    .flatMap(w -> target.against(values(w, evidence), 1));
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

    /** A fault is plain arithmetic and does not say how it rounds: as numbers of the array's usual size do. */
    private static Values values(Tensor wrong, Evidence evidence) {
        double[] numbers = wrong.doubles();
        double square = 0;
        for (int i = 0; i < numbers.length; i++) {
            square += numbers[i] * numbers[i];
        }
        double usual = Math.sqrt(square / Math.max(1, numbers.length));
        double[] sizes = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            sizes[i] = Math.max(
                    usual,
                    Math.max(Math.abs(numbers[i]), Math.abs(evidence.expected().get(i))));
        }
        return Values.of(numbers, sizes);
    }
}
