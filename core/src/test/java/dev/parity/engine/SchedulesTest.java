package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.engine.Examples.Example;
import dev.parity.nn.schedule.Group;
import dev.parity.nn.schedule.Groups;
import dev.parity.nn.schedule.Schedule;
import dev.parity.spec.Binder;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Learning rates and momenta, to the last bit those that scripts/record_schedules.py recorded with real PyTorch. */
class SchedulesTest {
    static List<Example> examples() {
        return Examples.of("schedules");
    }

    private static Experiment read(JsonNode line) {
        ObjectNode spec = Examples.optimizerSpec(line, "float64");
        spec.remove(List.of("updates", "lr", "momentum"));
        return Examples.read(spec.put("steps", line.path("updates").asInt(10)));
    }

    @Test
    void everyScheduleHasAnExample() {
        TreeSet<String> tried = new TreeSet<>();
        examples().forEach(e -> e.line().findValues("type").forEach(t -> tried.add(t.asText())));
        assertTrue(tried.containsAll(Binder.registry(Schedule.class).keySet()), tried.toString());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyRateIsPyTorchs(Example example) {
        JsonNode line = example.line();
        Groups groups = read(line).training().orElseThrow().groups();
        for (int i = 0; i < line.get("lr").size(); i++) {
            for (Group group : groups.byWeight().values()) {
                assertEquals(line.get("lr").get(i).asDouble(), group.lr(), "lr of update " + (i + 1));
                if (!Double.isNaN(group.momentum())) {
                    assertEquals(
                            line.get("momentum").get(i).asDouble(), group.momentum(), "momentum of update " + (i + 1));
                }
            }
            groups.step();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'StepLR'} | the field \"step_size\" is missing",
                "{'type': 'StepLR', 'step_size': 0} | step_size is at least 1, and is 0",
                "{'type': 'StepsLR', 'step_size': 2} | did you mean \"StepLR\"",
                "{'type': 'LinearLR', 'start_factor': 0} | start_factor lies above 0",
                "{'type': 'CosineAnnealingLR', 'T_max': 0} | T_max is at least 1, and is 0",
                "{'type': 'LambdaLR', 'factors': []} | factors hold at least one number",
                "{'type': 'OneCycleLR', 'max_lr': 1} | needs total_steps, or epochs and steps_per_epoch",
                "{'type': 'OneCycleLR', 'max_lr': 1, 'total_steps': 9} | is made for 9 updates, and this run has 10",
                "{'type': 'OneCycleLR', 'max_lr': 1, 'total_steps': 10, 'pct_start': 0.1} | a phase of no length",
                "{'type': 'SequentialLR', 'schedulers': [{'type': 'ExponentialLR', 'gamma': 1}], 'milestones': [2]} | milestones lie between",
                "{'type': 'SequentialLR', 'schedulers': [{'type': 'SequentialLR'}], 'milestones': []} | schedulers[0].type: a SequentialLR cannot stand here",
                "[] | the list is empty",
            })
    void schedulesThatMeanNothingAreRefused(String scheduler, String message) throws Exception {
        refused("{'optimizer': {'type': 'SGD'}, 'scheduler': %s}".formatted(scheduler), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'optimizer': {'type': 'Adagrad'}, 'scheduler': {'type': 'OneCycleLR', 'max_lr': 1, 'total_steps': 20}} | Adagrad has no momentum to cycle",
                "{'scheduler': {'type': 'ExponentialLR', 'gamma': 1}} | scheduler: there is no \"optimizer\" for this",
                "{'accumulate': 2} | accumulate: there is no \"optimizer\" for this",
                "{'optimizer': {'type': 'SGD'}, 'accumulate': 0} | a whole number from 1 is wanted here, and 0 was found",
                "{'optimizer': {'type': 'SGD'}, 'clip_grad_norm_': {'max_norm': -1}} | max_norm is not negative, and is -1.0",
                "{'optimizer': {'type': 'SGD'}, 'clip_grad_norm_': {'max_norm': 1, 'norm_type': 0}} | norm_type is a number above 0, or \"inf\"",
                "{'optimizer': {'type': 'SGD'}, 'clip_grad_norm_': {}} | the field \"max_norm\" is missing",
                "{'optimizer': {'type': 'SGD'}, 'clip_grad_value_': {'clip_value': -1}} | clip_value is not negative, and is -1.0",
            })
    void trainingThatMeansNothingIsRefused(String line, String message) throws Exception {
        refused(line, message);
    }

    private static void refused(String line, String message) throws Exception {
        JsonNode json = new ObjectMapper().readTree(line.replace('\'', '"'));
        BadInput refusal = assertThrows(BadInput.class, () -> read(json));
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }
}
