package dev.parity.spec;

import java.util.Map;

/** What stands at a place of a spec, for somebody who wrote something else there: one example each. */
final class JsonShape {
    /** By the name of the field, or of the list whose item it is. */
    private static final Map<String, String> EXAMPLES = Map.ofEntries(
            Map.entry("tensors", "{\"w\": {\"randn\": [4, 5]}}"),
            Map.entry("data", "{\"x\": {\"randn\": [16, 4]}, \"y\": {\"randn\": [16, 2]}}"),
            Map.entry("layers", "[{\"type\": \"Linear\", \"in_features\": 4, \"out_features\": 2}]"),
            Map.entry("layers[]", "{\"type\": \"ReLU\"}"),
            Map.entry("loss", "{\"type\": \"MSELoss\"}"),
            Map.entry("loss[]", "{\"type\": \"MSELoss\"}"),
            Map.entry("penalty", "{\"l2\": 0.01}"),
            Map.entry("optimizer", "{\"type\": \"SGD\", \"lr\": 0.1}"),
            Map.entry("groups", "[{\"parameters\": [\"*.bias\"], \"lr\": 0.01}]"),
            Map.entry("groups[]", "{\"parameters\": [\"*.bias\"], \"lr\": 0.01}"),
            Map.entry("scheduler", "{\"type\": \"StepLR\", \"step_size\": 2}"),
            Map.entry("scheduler[]", "{\"type\": \"StepLR\", \"step_size\": 2}"),
            Map.entry("schedulers[]", "{\"type\": \"StepLR\", \"step_size\": 2}"),
            Map.entry("clip_grad_norm_", "{\"max_norm\": 1.0}"),
            Map.entry("clip_grad_value_", "{\"clip_value\": 0.5}"),
            Map.entry("tolerance", "{\"rtol\": 1e-9, \"atol\": 1e-12}"),
            Map.entry("expect", "{\"verdict\": \"agrees\"}"),
            Map.entry("randint", "[0, 10]"),
            Map.entry("uniform", "[-1, 1]"),
            Map.entry("linspace", "[0, 1, 11]"));

    private static final String WHOLE =
            "{\"data\": {\"x\": {\"randn\": [16, 4]}, \"y\": {\"randn\": [16, 2]}}, \"layers\": [...], \"loss\": {\"type\": \"MSELoss\"}}";

    private JsonShape() {}

    /** {@code , such as ...}, or nothing where no one example would do. */
    static String example(JsonPath path) {
        String text = path.toString();
        String key = text.substring(text.lastIndexOf('.') + 1).replaceAll("\\[\\d+]", "[]");
        String example = text.isEmpty() ? WHOLE : EXAMPLES.getOrDefault(key, "");
        if (example.isEmpty() && text.startsWith("tensors.") && !key.endsWith("]")) {
            example = "{\"randn\": [4, 5]}";
        }
        return example.isEmpty() ? "" : ", such as " + example;
    }
}
