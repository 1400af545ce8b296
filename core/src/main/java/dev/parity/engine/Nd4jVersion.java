package dev.parity.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of ND4J on the class path, as Maven wrote it into the jar. */
final class Nd4jVersion {
    private Nd4jVersion() {}

    static String read() {
        try (InputStream in =
                Nd4jVersion.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "of an unknown version");
        } catch (IOException e) {
            return "of an unknown version";
        }
    }
}
