package dev.parity.audit.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReachedTest {
    private static final String PROGRAM = """
            def leaf(self, t: Tensor) -> Tensor:
              return t
            def alone(self, t: Tensor) -> Tensor:
              return self.leaf(t)
            def step(self, a: List[Tensor]) -> List[Tensor]:
              return [self.twice(a[0]), self.rule_1(a[0])]
            def twice(self, t: Tensor) -> Tensor:
              return self.leaf(self.leaf(t))
            def rule(self, t: Tensor) -> Tensor:
              return t
            def rule_1(self, t: Tensor) -> Tensor:
              return t + self.kept[0][0][0]
            def x0_1(self, a: List[Tensor]) -> List[Tensor]:
              return a
            def x0(self, a: List[Tensor]) -> List[Tensor]:
              return a
            """;

    @Test
    void whatIsCalledStaysInItsOrder() {
        String left = Reached.of(PROGRAM, Pattern.compile("step|x\\d+_\\d+"));
        assertEquals("leaf step twice rule_1 x0_1", names(left));
        assertEquals(PROGRAM, Reached.of(PROGRAM, Pattern.compile(".*")));
        assertEquals("leaf alone", names(Reached.of(PROGRAM, Pattern.compile("alone"))));
    }

    private static String names(String program) {
        return program.replaceAll("(?m)^  .*\n", "")
                .replaceAll("def (\\w+)[^\n]*\n", "$1 ")
                .strip();
    }
}
