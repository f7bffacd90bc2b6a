package io.backstitch.pipeline.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;

/** A configuration that is accepted; nothing listens where it points. */
final class JobConfig {
    static final String API_KEY = "the-api-key-of-nobody";

    private JobConfig() {}

    /**
     * @param dir for the files with secrets
     */
    static Configuration in(Path dir) throws IOException {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap-servers", "127.0.0.1:9");
        config.setString("schema-registry.url", "http://127.0.0.1:9");
        config.setString("customerio.development", "true");
        config.setString("customerio.track-url", "http://127.0.0.1:9");
        config.setString("customerio.site-id", "site");
        config.setString("customerio.api-key-file", secret(dir, "api-key", API_KEY));
        config.setString("customerio.app-api-key-file", secret(dir, "app-key", API_KEY));
        config.setString("ulid.key-file", secret(dir, "ulid-key", "0123456789abcdef"));
        config.setString("flink.execution.checkpointing.interval", "10s");
        return config;
    }

    private static String secret(Path dir, String name, String value) throws IOException {
        return Files.writeString(dir.resolve(name), value, UTF_8).toString();
    }
}
