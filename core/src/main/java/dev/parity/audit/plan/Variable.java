package dev.parity.audit.plan;

/** Something that an operation reads, as the program calls it. */
sealed interface Variable {
    String text();

    /** The program's operand of that number. */
    record Given(int number) implements Variable {
        @Override
        public String text() {
            return "g" + number;
        }
    }

    /** The same, where it was not recorded but carried here from the step before: off by its scatter. */
    record Carried(int number) implements Variable {
        @Override
        public String text() {
            return "c" + number;
        }
    }

    /** An array that was not recorded, as it was made on the way: off by rounding. */
    record OnTheWay(int operation, int index) implements Variable {
        @Override
        public String text() {
            return "v%d_%d".formatted(operation, index);
        }
    }

    /** A buffer that another use of its layer has moved in this step. */
    record Moved(int operation, int index) implements Variable {
        @Override
        public String text() {
            return "m%d_%d".formatted(operation, index);
        }
    }

    /** An array as an operation has made it, whether that was recorded or not. */
    record Made(int operation, int index) implements Variable {
        @Override
        public String text() {
            return "E[%d][%d]".formatted(operation, index);
        }
    }

    /** A number of the spec's. {@code torch.tensor} would round it to float32 on its way. */
    record Constant(double value) implements Variable {
        @Override
        public String text() {
            return "torch.full([], %s, dtype=7)".formatted(value);
        }
    }
}
