package dev.parity.score;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Networks as courses have them: a few linear layers with an activation between them, batches of which the last may be short. */
final class Course {
    private static final String[] ACTIVATIONS = {"ReLU", "Tanh", "Sigmoid", "LeakyReLU", "GELU"};

    private Course() {}

    /** @param plainly whether weights move by their gradients alone, so that an update shows what it undoes */
    static ObjectNode draw(Random random, boolean plainly) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        int rows = 5 + random.nextInt(8);
        int batch = random.nextBoolean() ? rows : 2 + random.nextInt(rows - 2);
        int in = 2 + random.nextInt(5);
        int out = 1 + random.nextInt(4);
        boolean classes = out > 1 && random.nextBoolean();
        ObjectNode spec = json.objectNode();
        spec.put("dtype", random.nextBoolean() ? "float64" : "float32");
        spec.put("steps", 3).put("seed", random.nextInt(1000));
        ObjectNode tensors = spec.putObject("tensors");
        shape(tensors.putObject("x"), "randn", rows, in);
        if (classes) {
            ObjectNode y = tensors.putObject("y");
            y.putArray("randint").add(0).add(out);
            y.putArray("shape").add(rows);
        } else {
            shape(tensors.putObject("y"), "randn", rows, out);
        }
        spec.putObject("data").put("x", "x").put("y", "y").put("batch_size", batch);
        var layers = spec.putArray("layers");
        int depth = 1 + random.nextInt(3);
        int width = in;
        for (int i = 0; i < depth; i++) {
            boolean last = i == depth - 1;
            int next = last ? out : 2 + random.nextInt(6);
            layers.addObject()
                    .put("type", "Linear")
                    .put("name", "fc" + (i + 1))
                    .put("in_features", width)
                    .put("out_features", next)
                    .put("bias", random.nextInt(4) > 0);
            if (!last) {
                layers.addObject().put("type", ACTIVATIONS[random.nextInt(ACTIVATIONS.length)]);
            }
            width = next;
        }
        spec.putObject("loss")
                .put("type", classes ? "CrossEntropyLoss" : "MSELoss")
                .put("reduction", random.nextInt(4) == 0 ? "sum" : "mean");
        ObjectNode optimizer = spec.putObject("optimizer");
        if (plainly || random.nextBoolean()) {
            optimizer.put("type", "SGD").put("lr", 0.1).put("momentum", random.nextBoolean() ? 0.9 : 0);
        } else {
            optimizer.put("type", "Adam").put("lr", 0.01);
        }
        return spec;
    }

    private static void shape(ObjectNode tensor, String how, int rows, int columns) {
        tensor.putArray(how).add(rows).add(columns);
    }
}
