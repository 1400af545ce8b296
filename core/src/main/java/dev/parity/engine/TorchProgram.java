package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A PyTorch program for others than engines: arrays in, arrays out. Bound to the thread that opens it. */
public final class TorchProgram implements AutoCloseable {
    private final NDManager manager;
    private final TorchModule module;

    /** @param methods TorchScript, each {@code def name(self, a: List[Tensor]) -> List[Tensor]} */
    public TorchProgram(String methods, int threads) {
        this.manager = Torch.open(threads);
        this.module = TorchModule.compile(manager, methods);
    }

    /** Runs a method on arrays of their own types. */
    public List<Tensor> run(String method, List<Tensor> arguments) {
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> sent = new ArrayList<>();
            arguments.forEach(t -> sent.add(Torch.send(scope, t)));
            NDList results = module.run(method, scope, sent);
            List<Tensor> fetched = new ArrayList<>();
            results.forEach(r -> fetched.add(Torch.fetch(r)));
            return fetched;
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
