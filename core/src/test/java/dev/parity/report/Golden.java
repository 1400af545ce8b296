package dev.parity.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts as they must come out, byte for byte, beside the tests' resources. {@code mvn test -Dgolden=write} writes them
 * anew; read the difference before committing it.
 */
public final class Golden {
    private static final String FOLDER = "dev/parity/report/";

    private Golden() {}

    public static void check(String name, String actual) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Path file = Path.of("src/test/resources", FOLDER, name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
            return;
        }
        try (InputStream in = Golden.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            assertNotNull(in, "there is no golden file " + name + "; write it with -Dgolden=write");
            assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), actual);
        }
    }
}
