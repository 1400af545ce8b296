package dev.parity.audit.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SliceTest {
    private static final String RULE = """
            n: int = x.size(0)
            mu = torch.mean(x)
            v = torch.mean(x * x) - mu * mu
            if n > 1:
              v = v * n / (n - 1)
            else:
              v = mu
            s_mean = mu * u
            s = v
            s_var = s * u
            s, t = mu, n
            s_sum = s
            """;

    @Test
    void onlyWhatAVariableDependsOnStays() {
        assertEquals("mu = torch.mean(x)\ns_mean = mu * u\n", Slice.of(RULE, "s_mean"));
    }

    @Test
    void aBranchIsKeptWholeWithWhatStoodThereBefore() {
        assertEquals("""
                n: int = x.size(0)
                mu = torch.mean(x)
                v = torch.mean(x * x) - mu * mu
                if n > 1:
                  v = v * n / (n - 1)
                else:
                  v = mu
                s = v
                s_var = s * u
                """, Slice.of(RULE, "s_var"));
    }

    @Test
    void theLastValueCounts() {
        assertEquals("""
                n: int = x.size(0)
                mu = torch.mean(x)
                s, t = mu, n
                s_sum = s
                """, Slice.of(RULE, "s_sum"));
    }

    @Test
    void whatIsChangedInPlaceIsKept() {
        String rule = """
                shape = [1] * x.dim()
                shape[k] = -1
                n = x.size(0)
                if n > 1:
                  shape.append(n)
                s_dx = torch.reshape(x, shape)
                """;
        assertEquals(rule, Slice.of(rule, "s_dx"));
    }
}
