package dev.parity.engine;

import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's OpenBLAS. */
final class Blas {
    private Blas() {}

    /**
     * Lets a product use one thread: those worth sharing are shared by {@code Matrix}. ND4J sets a number of its own when it starts,
     * so it is started first.
     */
    static void oneThread() {
        Nd4j.getBackend();
        openblas.blas_set_num_threads(1);
    }
}
