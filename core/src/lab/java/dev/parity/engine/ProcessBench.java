package dev.parity.engine;

import java.io.IOException;
import java.util.Optional;

/** The whole process against the question's own program, NumPy by hand and then PyTorch, 500 steps each. */
final class ProcessBench {
    private ProcessBench() {}

    static void measure(Turns turns) throws Exception {
        String python = Optional.ofNullable(System.getenv("PYTHON")).orElse("python3");
        if (status(python, "-c", "import numpy, torch") != 0) {
            Bench.say(
                    "process, 500 steps: skipped, %s has no torch and numpy; name one that has with PYTHON=/path/to/python",
                    python);
            return;
        }
        String threads = Optional.ofNullable(System.getenv("PARITY_THREADS")).orElse("2");
        double[] t = turns.quartile(
                7,
                () -> check(status("scripts/parity", "run", Bench.SOFTMAX)),
                () -> check(status(python, "core/src/lab/softmax_squared_error.py", "500", threads)));
        Bench.say(
                "process, 500 steps: parity %.2f s, Python %.2f s: parity takes %.2f times as long",
                t[0], t[1], t[0] / t[1]);
    }

    private static int status(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("ended with " + status);
        }
    }
}
