package dev.parity.tensor;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Files that NumPy, PyTorch and the safetensors package wrote, so that reading is held to the real thing. */
final class Resource {
    private Resource() {}

    static Path path(String name) {
        try {
            return Path.of(Resource.class.getResource("/tensor/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
