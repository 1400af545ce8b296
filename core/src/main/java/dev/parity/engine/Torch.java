package dev.parity.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.Arrays;

/** The way into libtorch, through DJL: loads it, and carries numbers in and out. */
final class Torch {
    private Torch() {}

    /**
     * Loads libtorch, if nobody has, and sets it up for the calling thread; the profiling executor would replace autograd's formulas by its own from the
     * second call on.
     */
    static NDManager open(int threads) {
        Natives.torch();
        JniUtils.setNumThreads(threads);
        JniUtils.setGradMode(true);
        JniUtils.setGraphExecutorOptimize(false);
        return NDManager.newBaseManager();
    }

    static String version() {
        return "PyTorch " + Engine.getInstance().getVersion() + " (DJL " + Engine.getDjlVersion() + ")";
    }

    static NDArray send(NDManager manager, Tensor tensor) {
        Shape shape =
                new Shape(Arrays.stream(tensor.shape().dims()).asLongStream().toArray());
        return switch (tensor.dtype()) {
            case FLOAT32 -> manager.create(tensor.floats(), shape);
            case FLOAT64 -> manager.create(tensor.doubles(), shape);
            case INT64 -> manager.create(tensor.longs(), shape);
        };
    }

    static Tensor fetch(NDArray array) {
        dev.parity.tensor.Shape shape = shape(array);
        DataType type = array.getDataType();
        return switch (type) {
            case FLOAT32 -> Tensor.of(shape, array.toFloatArray());
            case FLOAT64 -> Tensor.of(shape, array.toDoubleArray());
            case INT64 -> Tensor.of(shape, array.toLongArray());
            default -> throw new IllegalStateException("libtorch returned " + type);
        };
    }

    static dev.parity.tensor.Shape shape(NDArray array) {
        long[] sizes = array.getShape().getShape();
        int[] dims = new int[sizes.length];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = Math.toIntExact(sizes[i]);
        }
        return dev.parity.tensor.Shape.of(dims);
    }

    /** ATen's code of a type, as TorchScript writes {@code dtype=}. */
    static int code(DType dtype) {
        return switch (dtype) {
            case INT64 -> 4;
            case FLOAT32 -> 6;
            case FLOAT64 -> 7;
        };
    }
}
