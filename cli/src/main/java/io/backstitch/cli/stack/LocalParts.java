package io.backstitch.cli.stack;

import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.kafka.KafkaBroker;
import io.backstitch.sandbox.registry.ApicurioRegistry;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Broker, schema registry and Customer.io sandbox, and the configuration that points at them. */
public final class LocalParts implements AutoCloseable {
    private final Path dir;
    private final KafkaBroker broker;
    private final ApicurioRegistry registry;
    private final CustomerIoSandbox sandbox;

    private LocalParts(
            Path dir, KafkaBroker broker, ApicurioRegistry registry, CustomerIoSandbox sandbox) {
        this.dir = dir;
        this.broker = broker;
        this.registry = registry;
        this.sandbox = sandbox;
    }

    /**
     * Starts all three; if one fails, the others are stopped.
     *
     * @param dir an empty folder for their files
     */
    public static LocalParts start(Path dir, SandboxOptions options) throws IOException {
        Files.createDirectories(dir);
        KafkaBroker broker = KafkaBroker.start(dir.resolve("kafka"));
        ApicurioRegistry registry = null;
        try {
            registry = ApicurioRegistry.start(dir.resolve("registry"));
            CustomerIoSandbox sandbox = CustomerIoSandbox.start(options);
            secret(dir, "customerio-api-key", options.apiKey());
            secret(dir, "customerio-app-key", options.appApiToken());
            secret(dir, "ulid-key", "a secret of this machine's own");
            return new LocalParts(dir, broker, registry, sandbox);
        } catch (IOException | RuntimeException e) {
            if (registry != null) {
                registry.close();
            }
            broker.close();
            throw e;
        }
    }

    private static void secret(Path dir, String name, String value) throws IOException {
        Files.writeString(dir.resolve(name), value, StandardCharsets.UTF_8);
    }

    public CustomerIoSandbox sandbox() {
        return sandbox;
    }

    public KafkaBroker broker() {
        return broker;
    }

    public String registryUrl() {
        return registry.url();
    }

    public SchemaRegistry registryClient() {
        return ConfluentSchemaRegistry.connect(RegistryOptions.at(registry.url()));
    }

    /** How a Kafka client reaches the broker. */
    public Map<String, Object> kafkaClient() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** A configuration of the job against these parts, as a user would write it. */
    public Configuration jobConfig() {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap-servers", broker.bootstrapServers());
        config.setString("schema-registry.url", registry.url());
        config.setString("customerio.development", "true");
        config.setString("customerio.track-url", sandbox.uri().toString());
        config.setString("customerio.site-id", sandbox.options().siteId());
        config.setString("customerio.api-key-file", file("customerio-api-key"));
        config.setString("customerio.app-api-key-file", file("customerio-app-key"));
        config.setString("ulid.key-file", file("ulid-key"));
        config.setString("orders.history", "from_empty");
        config.setString("normalise.default-region", "DE");
        config.setString("flink.execution.checkpointing.interval", "2s");
        config.setString(
                "flink.execution.checkpointing.dir", dir.resolve("checkpoints").toUri().toString());
        return config;
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    @Override
    public void close() {
        sandbox.close();
        registry.close();
        broker.close();
    }
}
