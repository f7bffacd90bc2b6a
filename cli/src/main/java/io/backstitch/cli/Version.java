package io.backstitch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The released version, written into {@code version.properties} by the build. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Properties built = new Properties();
        try (InputStream in =
                Version.class.getResourceAsStream("/io/backstitch/cli/version.properties")) {
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String[] {
            "backstitch " + built.getProperty("version"),
            "Flink " + built.getProperty("flink") + ", Kafka " + built.getProperty("kafka"),
            "Java " + Runtime.version()
        };
    }
}
