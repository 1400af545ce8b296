package dev.parity.engine;

import ai.djl.engine.Engine;
import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Loads the native libraries, one after the other. JavaCPP looks functions up by calling {@code dlopen} from within
 * {@code dl_iterate_phdr}, which takes glibc's two locks in the wrong order: were libtorch loaded meanwhile on another thread,
 * each could wait for the other, and the process would hang for ever.
 */
public final class Natives {
    private static final String LOOK_FOR_CUDA_ELSEWHERE = "ai.djl.util.cuda.fork";

    private static volatile boolean loaded;

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private static volatile Consumer<String> listener = note -> {};

    private Natives() {}

    /** Who is told what is done here that takes time or is out of the ordinary. */
    public static void tell(Consumer<String> ear) {
        listener = ear;
    }

    static void say(String note) {
        if (SAID.add(note)) { // each thread that waits for a library would say it
            listener.accept(note);
        }
    }

    /** libtorch. DJL would call home unless told that it is offline. */
    static synchronized void torch() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        lookForNoCuda();
        NativeCache.torch(() -> {
            loaded = true;
            Engine.getInstance();
        });
    }

    /** ND4J and its OpenBLAS. */
    static synchronized void nd4j() {
        NativeCache.nd4j(() -> {
            loaded = true;
            Blas.oneThread();
        });
    }

    /**
     * Ends the process at once. Java's own {@code exit} and {@code halt} end in libc's, which runs the destructors of libtorch and OpenBLAS while
     * other threads may still be inside them: the process would die of a jump into freed memory, and not with its exit code.
     * {@code _exit} runs none.
     */
    public static void leave(int exit) {
        try {
            if (loaded) {
                Logger.getLogger("com.sun.jna.Native")
                        .setLevel(Level.OFF); // a cache that cannot be written is no news now
                Function.getFunction(Platform.isWindows() ? "msvcrt" : "c", "_exit")
                        .invoke(new Object[] {exit});
            }
        } catch (LinkageError | RuntimeException e) {
            // JNA has no place for its own library, say; then as Java does it.
        } finally {
            Runtime.getRuntime().halt(exit);
        }
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
