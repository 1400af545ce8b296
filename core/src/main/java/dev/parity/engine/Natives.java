package dev.parity.engine;

import ai.djl.engine.Engine;

/**
 * Loads the native libraries, one after the other. JavaCPP looks functions up by calling {@code dlopen} from within
 * {@code dl_iterate_phdr}, which takes glibc's two locks in the wrong order: were libtorch loaded meanwhile on another thread,
 * each could wait for the other, and the process would hang for ever.
 */
final class Natives {
    private static final String LOOK_FOR_CUDA_ELSEWHERE = "ai.djl.util.cuda.fork";

    private Natives() {}

    /** libtorch. DJL would call home unless told that it is offline. */
    static synchronized void torch() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        lookForNoCuda();
        Engine.getInstance();
    }

    /** ND4J and its OpenBLAS. */
    static synchronized void nd4j() {
        Blas.oneThread();
    }

    /**
     * DJL asks CUDA for its version, through JNA, to choose between libraries of which only one is here: 0.1 s, and CUDA in the
     * process. What its class finds when it is loaded, it keeps.
     */
    private static void lookForNoCuda() {
        if (System.getProperty(LOOK_FOR_CUDA_ELSEWHERE) == null) {
            System.setProperty(LOOK_FOR_CUDA_ELSEWHERE, "true");
            try {
                Class.forName("ai.djl.util.cuda.CudaUtils");
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            } finally {
                System.clearProperty(LOOK_FOR_CUDA_ELSEWHERE);
            }
        }
    }
}
