package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativesTest {
    private static final int TIMES = 4;

    /** Leaves while two threads are inside libtorch, in the middle of a call that takes minutes. */
    static final class Leaver {
        private static final String LONG = """
                def long(self, a: List[Tensor]) -> List[Tensor]:
                  x = torch.ones([60, 60], dtype=7)
                  for i in range(10000000):
                    x = torch.tanh(torch.matmul(x, x.t().contiguous()))
                  return [x]
                """;

        public static void main(String[] args) throws IOException, InterruptedException {
            for (int i = 0; i < 2; i++) {
                Thread inside = new Thread(() -> {
                    try (TorchProgram program = new TorchProgram(LONG, 1)) {
                        System.out.println("inside");
                        program.run("long", List.of(Tensor.of(Shape.scalar(), 0.0)));
                    }
                });
                inside.setDaemon(true);
                inside.start();
            }
            Thread.sleep(System.in.read() < 0 ? 0 : Long.parseLong(args[0]));
            Natives.leave(3);
        }
    }

    @Test
    void aProcessThatLeavesInTheMiddleOfACallEndsWithItsCode() throws Exception {
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            ends.add(end(20 * i));
        }
        assertEquals(Collections.nCopies(TIMES, "3"), ends);
    }

    private static String end(int wait) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Xmx200m",
                        "-Dai.djl.offline=true",
                        "-cp",
                        classpath,
                        Leaver.class.getName(),
                        Integer.toString(wait))
                .redirectErrorStream(true)
                .start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            String inside = out.readLine() + out.readLine();
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            String more = String.join("\n", out.lines().toList());
            int exit = process.waitFor();
            return inside.equals("insideinside") && more.isEmpty() ? Integer.toString(exit) : exit + inside + more;
        }
    }
}
