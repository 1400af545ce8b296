package dev.parity.diagnose;

import dev.parity.formula.Cut;
import dev.parity.formula.Values;
import dev.parity.tensor.DType;
import java.util.Optional;

/** The right numbers, rounded to another type on the way. */
record Cast(Grid grid) implements Cause {
    /** The numbers of a coarser type. */
    enum Grid {
        FLOAT32("float32", 29),
        FLOAT16("float16", 42),
        BFLOAT16("bfloat16", 45);

        private final String text;
        private final int dropped;

        Grid(String text, int dropped) {
            this.text = text;
            this.dropped = dropped;
        }

        /** Rounded to nearest, half to even, without regard to the range. */
        double round(double x) {
            long bits = Double.doubleToRawLongBits(x);
            long half = 1L << dropped - 1;
            long even = bits >>> dropped & 1;
            return Double.isFinite(x) ? Double.longBitsToDouble(bits + half - 1 + even >>> dropped << dropped) : x;
        }

        boolean coarser(DType than) {
            return than == DType.FLOAT64 || this != FLOAT32;
        }
    }

    @Override
    public String id() {
        return "precision";
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    public Optional<Values> predict(Bench bench, Cut cut) {
        return bench.evaluate(bench.formula.tree(), cut).map(v -> v.mapped(grid::round));
    }

    @Override
    public Cut cut(Bench bench) {
        return bench.cut;
    }

    @Override
    public double price(Bench bench, Score score) {
        return Cause.bits(3);
    }

    @Override
    public String words(Bench bench) {
        return "it is rounded to " + grid.text;
    }

    @Override
    public String yours(Bench bench) {
        return grid.text + " of " + bench.formula.text();
    }

    @Override
    public String advice(Bench bench) {
        return "Keep the type of the network throughout";
    }
}
