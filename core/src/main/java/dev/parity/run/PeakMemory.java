package dev.parity.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident memory of this process: what the kernel says of it on Linux, and 0 elsewhere. */
public final class PeakMemory {
    private PeakMemory() {}

    public static long bytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException e) {
            // not Linux
        }
        return 0;
    }
}
