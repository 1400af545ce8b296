package dev.parity.compare;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The pass over two arrays of one shape. Written for speed, as every number of a run goes through it: plain loops over
 * locals, multiplications where a division is seldom needed, and float and integer loops apart, so that the compiler
 * sees two kinds of array in the first and can inline their access.
 */
final class Scan {
    private Scan() {}

    static Measure floats(Tensor reference, Tensor candidate, Tolerance tolerance) {
        boolean single = DType.coarser(reference.dtype(), candidate.dtype()) == DType.FLOAT32;
        double atol = tolerance.atol();
        int n = reference.size();
        int failing = 0;
        int notFinite = 0;
        int faint = 0;
        int worst = 0;
        int broken = -1;
        double maxAbs = 0;
        double maxRel = 0;
        double excess = 0;
        long maxUlp = 0;
        double dd = 0;
        double rr = 0;
        double cc = 0;
        double rc = 0;
        for (int i = 0; i < n; i++) {
            double r = reference.get(i);
            double c = candidate.get(i);
            double size = Math.abs(r);
            double d = Math.abs(c - r);
            long ulp = single ? Ulp.between((float) r, (float) c) : Ulp.between(r, c);
            if (Long.compareUnsigned(ulp, maxUlp) > 0) {
                maxUlp = ulp;
            }
            if (!(d <= Double.MAX_VALUE)) {
                boolean finite = Double.isFinite(r) && Double.isFinite(c);
                failing++;
                notFinite += finite ? 0 : 1;
                broken = broken < 0 ? i : broken;
                // Math.max hands a NaN on, and no comparison below replaces it
                maxAbs = Math.max(maxAbs, d);
                maxRel = size == 0 ? maxRel : Math.max(maxRel, d / size);
                dd = d;
            } else {
                double allowed = tolerance.allowed(r);
                failing += d <= allowed ? 0 : 1;
                faint += size <= atol && size > 0 ? 1 : 0;
                if (d > maxAbs) {
                    maxAbs = d;
                }
                if (d > maxRel * size && size > 0) {
                    maxRel = Math.max(maxRel, d / size);
                }
                if (d > excess * allowed) {
                    double now = d / allowed;
                    worst = now > excess ? i : worst;
                    excess = Math.max(excess, now);
                }
                dd += d * d;
            }
            rr += r * r;
            cc += c * c;
            rc += r * c;
        }
        boolean sound = Norms.sound(rr) && Norms.sound(cc) && (maxAbs == 0 || Norms.sound(dd));
        Norms norms =
                notFinite > 0 ? Norms.UNDEFINED : sound ? Norms.of(dd, rr, cc, rc) : Norms.scaled(reference, candidate);
        return new Measure(
                reference.shape(),
                candidate.shape(),
                n,
                failing,
                notFinite,
                faint,
                maxAbs == 0 && rr == 0 && allZero(reference),
                maxAbs,
                maxRel,
                norms.relative(),
                notFinite > 0 ? Double.NaN : Ulp.toDouble(maxUlp),
                norms.cosine(),
                element(reference, candidate, broken < 0 ? worst : broken));
    }

    static Measure integers(Tensor reference, Tensor candidate) {
        int n = reference.size();
        int failing = 0;
        int worst = 0;
        long most = 0;
        double maxRel = 0;
        for (int i = 0; i < n; i++) {
            long r = reference.getLong(i);
            long c = candidate.getLong(i);
            if (c != r) {
                long apart = Ulp.apart(r, c);
                failing++;
                worst = Long.compareUnsigned(apart, most) > 0 ? i : worst;
                most = Long.compareUnsigned(apart, most) > 0 ? apart : most;
                maxRel = r == 0 ? maxRel : Math.max(maxRel, Ulp.toDouble(apart) / Math.abs((double) r));
            }
        }
        Norms norms = Norms.scaled(reference, candidate);
        double apart = Ulp.toDouble(most);
        return new Measure(
                reference.shape(),
                candidate.shape(),
                n,
                failing,
                0,
                0,
                failing == 0 && allZero(reference),
                apart,
                maxRel,
                norms.relative(),
                apart,
                norms.cosine(),
                element(reference, candidate, worst));
    }

    private static boolean allZero(Tensor array) {
        return IntStream.range(0, array.size()).allMatch(i -> array.get(i) == 0);
    }

    private static Optional<Element> element(Tensor reference, Tensor candidate, int offset) {
        Shape shape = reference.shape();
        return shape.size() == 0
                ? Optional.empty()
                : Optional.of(new Element(
                        IntStream.of(shape.index(offset)).boxed().toList(),
                        reference.get(offset),
                        candidate.get(offset)));
    }
}
