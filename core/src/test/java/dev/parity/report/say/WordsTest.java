package dev.parity.report.say;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.trace.Site;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1/data/x                    | the data x, step 1
        2/data/drop/mask            | layer drop, its mask (drawn before the run), step 2
        1/forward/fc1/y             | layer fc1, its y (output), step 1
        1/forward/lstm/h_n          | layer lstm, its h_n (forward), step 1
        1/loss/loss/value           | the loss, step 1
        1/backward/loss/dx          | the loss, its dx (gradient with respect to the prediction), step 1
        3/backward/softmax/dx       | layer softmax, its dx (gradient with respect to its input), step 3
        1/backward/add/dx1          | layer add, its dx1 (gradient with respect to its input 1), step 1
        1/backward/add/dy           | layer add, its dy (gradient with respect to its output), step 1
        1/gradient/fc1/weight       | layer fc1, the gradient of its weight, step 1
        1/gradient/fc1/bias.clipped | layer fc1, the gradient of its bias after clipping, step 1
        1/state/fc1/weight.exp_avg  | layer fc1, the optimizer's exp_avg of its weight, step 1
        1/state/bn/running_mean     | layer bn, its running_mean (buffer), step 1
        0/state/bn/running_mean     | layer bn, its running_mean (buffer), before step 1
        1/update/fc1/weight         | layer fc1, its weight after the update, step 1
        0/update/fc1/weight         | layer fc1, its initial weight, before step 1
        """)
    void saysWhereItIs(String site, String words) {
        assertEquals(words, Words.place(Site.parse(site)));
    }
}
