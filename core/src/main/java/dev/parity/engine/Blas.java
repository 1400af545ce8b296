package dev.parity.engine;

import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's OpenBLAS. */
final class Blas {
    private Blas() {}

    /** How many threads a product may use. ND4J sets a number of its own when it starts, so it is started first. */
    static void threads(int n) {
        Nd4j.getBackend();
        openblas.blas_set_num_threads(n);
    }
}
