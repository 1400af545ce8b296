package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A PyTorch program for others than engines: arrays in, arrays out. Bound to the thread that opens it. */
public final class TorchProgram implements AutoCloseable {
    private final NDManager manager;
    private final TorchModule module;
    /** Where arguments are put, by their number: memory that is new at every call costs more than what is written there. */
    private final List<Slot> slots = new ArrayList<>();

    /** A float64 array of libtorch's, where it is. */
    public record Lent(dev.parity.tensor.Shape shape, DoubleBuffer values) {
        private static Lent of(NDArray array) {
            dev.parity.tensor.Shape shape = Torch.shape(array);
            ByteBuffer bytes = shape.size() == 0 ? ByteBuffer.allocate(0) : ((PtNDArray) array).toByteBuffer(true);
            return new Lent(shape, bytes.order(ByteOrder.nativeOrder()).asDoubleBuffer());
        }

        /** The array in a copy of its own. */
        public Tensor copy() {
            double[] all = new double[shape.size()];
            values.get(0, all);
            return Tensor.of(shape, all);
        }
    }

    /** An array of libtorch's, the memory that it is of, and what it was made for. */
    private record Slot(NDArray array, ByteBuffer memory, DType dtype, dev.parity.tensor.Shape shape) {
        static Slot of(NDManager manager, Tensor tensor) {
            DataType type =
                    switch (tensor.dtype()) {
                        case FLOAT32 -> DataType.FLOAT32;
                        case FLOAT64 -> DataType.FLOAT64;
                        case INT64 -> DataType.INT64;
                    };
            ByteBuffer memory = ByteBuffer.allocateDirect(tensor.size() * type.getNumOfBytes())
                    .order(ByteOrder.nativeOrder());
            Shape shape = new Shape(
                    Arrays.stream(tensor.shape().dims()).asLongStream().toArray());
            return new Slot(manager.create(memory, shape, type), memory, tensor.dtype(), tensor.shape());
        }

        boolean fits(Tensor tensor) {
            return dtype == tensor.dtype() && shape.equals(tensor.shape());
        }
    }

    /** @param methods TorchScript, each {@code def name(self, a: List[Tensor]) -> List[Tensor]} */
    public TorchProgram(String methods, int threads) {
        this.manager = Torch.open(threads);
        this.module = TorchModule.compile(manager, methods);
    }

    /** Runs a method on arrays of their own types. */
    public List<Tensor> run(String method, List<Tensor> arguments) {
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> sent =
                    arguments.stream().map(a -> Torch.send(scope, a)).toList();
            return module.run(method, scope, sent).stream().map(Torch::fetch).toList();
        }
    }

    /**
     * Runs a method whose results are float64 arrays, and has them looked at where they are. It is for what runs over and over: its
     * arguments keep their memory.
     */
    public void lend(String method, List<Tensor> arguments, Consumer<List<Lent>> look) {
        List<NDArray> sent = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            sent.add(put(i, arguments.get(i)));
        }
        try (NDManager scope = manager.newSubManager()) {
            look.accept(module.run(method, scope, sent).stream().map(Lent::of).toList());
        }
    }

    private NDArray put(int i, Tensor tensor) {
        if (i == slots.size()) {
            slots.add(Slot.of(manager, tensor));
        } else if (!slots.get(i).fits(tensor)) {
            slots.get(i).array.close();
            slots.set(i, Slot.of(manager, tensor));
        }
        Slot slot = slots.get(i);
        tensor.copyTo(slot.memory.clear(), 0, tensor.size());
        return slot.array;
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
