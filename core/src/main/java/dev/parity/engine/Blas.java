package dev.parity.engine;

import org.bytedeco.openblas.global.openblas;

/** ND4J's OpenBLAS. */
final class Blas {
    private Blas() {}

    static void threads(int n) {
        openblas.blas_set_num_threads(n);
    }
}
