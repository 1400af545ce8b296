package dev.parity.engine;

import dev.parity.nn.layer.Layer;
import dev.parity.nn.loss.Loss;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import java.util.function.Function;

/** Opens the torch engine with other words than PyTorch's own, for tests outside this package. */
public final class OtherWords {
    private OtherWords() {}

    public static Engine open(
            Experiment experiment,
            Start start,
            int threads,
            Function<Layer, String> layers,
            Function<Loss, String> losses,
            Function<Optimizer, String> optimizers) {
        return new TorchEngine(experiment, start, threads, new Expressions() {
            @Override
            public String of(Layer layer) {
                return layers.apply(layer);
            }

            @Override
            public String of(Loss loss) {
                return losses.apply(loss);
            }

            @Override
            public String of(Optimizer optimizer) {
                return optimizers.apply(optimizer);
            }
        });
    }
}
