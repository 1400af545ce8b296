package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parity.engine.Examples.Example;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Binder;
import dev.parity.tensor.BadInput;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer, from one table of examples: both sides agree on every weight and every state of five steps. */
class OptimizersTest {
    static List<Example> examples() {
        return Examples.of("optimizers");
    }

    @Test
    void everyOptimizerHasAnExample() {
        TreeSet<String> tried = new TreeSet<>();
        examples().forEach(e -> tried.add(e.line().get("optimizer").get("type").asText()));
        assertEquals(new TreeSet<>(Binder.registry(Optimizer.class).keySet()), tried);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothSidesAgreeInFloat64(Example example) {
        LayersTest.agree(example.experiment("float64"), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothSidesAgreeInFloat32(Example example) {
        LayersTest.agree(example.experiment("float32"), 1e-5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'SGD', 'lr': -1} | lr is a finite number from 0, and here is -1.0",
                "{'type': 'SGD', 'nesterov': true} | nesterov needs a momentum above 0",
                "{'type': 'Adam', 'betas': [0.9, 1.0]} | betas are two numbers from 0 and below 1",
                "{'type': 'Adam', 'betas': 0.9} | betas are two numbers from 0 and below 1",
                "{'type': 'Adadelta', 'rho': 1.5} | rho is a number from 0 to 1, and here is 1.5",
                "{'type': 'RMSProp'} | there is no optimizer \"RMSProp\"; did you mean \"RMSprop\"",
                "{'type': 'Adagrad', 'groups': [{'parameters': '*.bias', 'initial_accumulator_value': 1}]} | move it out of the group",
                "{'type': 'SGD', 'groups': [{'parameters': '*.biass', 'lr': 1}]} | there is no parameter \"*.biass\"",
                "{'type': 'SGD', 'groups': [{'parameters': '*.bias'}, {'parameters': 'fc1.*'}]} | \"fc1.bias\" is in two groups",
                "{'type': 'SGD', 'groups': [{'parameters': '*.bias', 'type': 'Adam'}]} | no optimizer of its own",
                "{'type': 'SGD', 'groups': [{'parameters': '*.bias', 'lrr': 1}]} | unknown field \"lrr\"",
            })
    void optionsThatMeanNothingAreRefused(String optimizer, String message) throws Exception {
        var line = new ObjectMapper().readTree("{\"optimizer\": %s}".formatted(optimizer.replace('\'', '"')));
        BadInput refusal = assertThrows(BadInput.class, () -> Examples.read(Examples.optimizerSpec(line, "float64")));
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }
}
