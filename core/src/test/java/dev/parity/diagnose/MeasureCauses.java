package dev.parity.diagnose;

import dev.parity.diagnose.Planted.Draw;
import dev.parity.diagnose.Planted.Size;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How often the true cause is found: {@code MeasureCauses [verbose]} prints a line for each size and type. "True" is decided by other
 * data of other sizes: a cause is true if it gives there what the fault gives there.
 */
final class MeasureCauses {
    static final Size SMALL = new Size(6, 7, 4);
    static final Size TINY = new Size(2, 3, 2);
    static final Size SQUARE = new Size(4, 4, 4);
    static final Size MID = new Size(23, 31, 17);

    /** Sizes that are not related to those above, nor to each other. */
    private static final List<Size> OTHERS = List.of(new Size(11, 19, 13), new Size(13, 9, 17));

    /** What became of a fault. */
    enum Outcome {
        FIRST,
        LISTED,
        FALSE,
        NOTHING
    }

    private MeasureCauses() {}

    public static void main(String[] args) {
        boolean verbose = args.length > 0;
        measure("first set", Planted.all(), verbose);
        measure("second set", PlantedLater.all(), verbose);
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            noise(dtype, 1);
            noise(dtype, 1e-4);
        }
    }

    /** What chance finds: noise in place of each array, or upon it. */
    private static void noise(DType dtype, double size) {
        int found = 0;
        int arrays = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (Planted.Fault fault : Planted.all()) {
            Evidence e = fault.evidence().apply(new Draw(dtype, TINY, 1));
            Random random = new Random(1000 + arrays++);
            double[] noise = new double[e.found().size()];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = size * random.nextGaussian()
                        + (size == 1 ? 0 : e.expected().get(i));
            }
            Tensor wrong = Tensor.of(e.found().shape(), noise).to(e.found().dtype());
            Evidence of = new Evidence(
                    e.subject(), e.type(), e.formula(), e.options(), e.operands(), wrong, e.expected(), e.allowed());
            for (Explanation finding : new Diagnosis().of(of)) {
                if (finding.standing() != Explanation.Standing.DESCRIBED) {
                    found += finding.bits() >= Diagnosis.ACCEPTED ? 1 : 0;
                    most = Math.max(most, finding.bits());
                }
            }
        }
        System.out.printf(
                "noise %s %s: of %d arrays %d accepted, most bits left %.1f%n", size, dtype, arrays, found, most);
    }

    private static void measure(String set, List<Planted.Fault> faults, boolean verbose) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            for (Size size : List.of(SMALL, TINY, SQUARE, MID)) {
                int[] outcomes = new int[4];
                List<String> missed = new ArrayList<>();
                long begin = System.nanoTime();
                for (Planted.Fault fault : faults) {
                    long one = System.nanoTime();
                    Outcome outcome = outcome(fault, new Draw(dtype, size, 1), missed);
                    outcomes[outcome.ordinal()]++;
                    if (verbose && System.nanoTime() - one > 1_000_000_000L) {
                        missed.add("slow: " + fault + " " + (System.nanoTime() - one) / 1_000_000 + " ms");
                    }
                }
                System.out.printf(
                        "%s, %s %s: first %d, listed %d, false %d, nothing %d; %d ms%n",
                        set,
                        dtype,
                        size,
                        outcomes[0],
                        outcomes[1],
                        outcomes[2],
                        outcomes[3],
                        (System.nanoTime() - begin) / 1_000_000);
                if (verbose) {
                    missed.forEach(m -> System.out.println("  " + m));
                }
            }
        }
    }

    static Outcome outcome(Planted.Fault fault, Draw draw, List<String> missed) {
        Evidence evidence = fault.evidence().apply(draw);
        List<Explanation> findings = new Diagnosis().of(evidence);
        Outcome outcome = Outcome.NOTHING;
        for (int i = 0; i < findings.size(); i++) {
            Explanation f = findings.get(i);
            if (f.standing() == Explanation.Standing.FOUND || f.bits() >= Diagnosis.ACCEPTED) {
                if (isTrue(f, fault, draw.dtype())) {
                    outcome = i == 0 ? Outcome.FIRST : Outcome.LISTED;
                    break;
                }
                outcome = Outcome.FALSE;
            }
        }
        if (outcome != Outcome.FIRST) {
            missed.add(outcome + " " + fault + ": "
                    + (findings.isEmpty()
                            ? "no wrong element"
                            : findings.get(0).standing() + " " + findings.get(0).sentence() + " also "
                                    + findings.get(0).also()));
        }
        return outcome;
    }

    /** Whether its first cause gives what the fault gives, in other data. */
    static boolean isTrue(Explanation finding, Planted.Fault fault, DType dtype) {
        for (int i = 0; i < OTHERS.size(); i++) {
            Evidence later = fault.evidence().apply(new Draw(dtype, OTHERS.get(i), 100 + i));
            Explanation again = new Diagnosis().confirm(finding, later);
            if (again.standing() != Explanation.Standing.CONFIRMED
                    || !again.sentence().startsWith(finding.sentence())) {
                return false;
            }
        }
        return true;
    }
}
