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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.flink.configuration.Configuration;

/** Broker, schema registry and Customer.io sandbox, and the configuration that points at them. */
public final class LocalParts implements AutoCloseable {
    private final Path dir;
    private volatile KafkaBroker broker;
    private final String registryUrl;
    private final ApicurioRegistry registry;
    private final CustomerIoSandbox sandbox;

    private LocalParts(
            Path dir,
            KafkaBroker broker,
            String registryUrl,
            ApicurioRegistry registry,
            CustomerIoSandbox sandbox) {
        this.dir = dir;
        this.broker = broker;
        this.registryUrl = registryUrl;
        this.registry = registry;
        this.sandbox = sandbox;
    }

    /**
     * Starts all three; if one fails, the others are stopped.
     *
     * @param dir an empty folder for their files
     */
    public static LocalParts start(Path dir, SandboxOptions options) throws IOException {
        return start(dir, options, null);
    }

    /**
     * The same beside a cluster.
     *
     * @param cluster whose registry is used, and stays up afterwards; null to start one
     */
    public static LocalParts start(Path dir, SandboxOptions options, LocalCluster cluster)
            throws IOException {
        Files.createDirectories(dir);
        // On a thread of its own: both take seconds, and a broker whose starting thread is
        // interrupted takes its disk for broken and halts the process.
        FutureTask<KafkaBroker> starting = begin(() -> KafkaBroker.start(dir.resolve("kafka")));
        ApicurioRegistry registry = null;
        CustomerIoSandbox sandbox = null;
        try {
            registry = cluster == null ? ApicurioRegistry.start(dir.resolve("registry")) : null;
            sandbox = CustomerIoSandbox.start(options);
            secret(dir, "customerio-api-key", options.apiKey());
            secret(dir, "customerio-app-key", options.appApiToken());
            secret(dir, "ulid-key", "a secret of this machine's own");
            String url = cluster == null ? registry.url() : cluster.registryUrl();
            return new LocalParts(dir, result(starting), url, registry, sandbox);
        } catch (IOException | RuntimeException e) {
            close(sandbox, registry, () -> result(starting).close());
            throw e;
        }
    }

    private static FutureTask<KafkaBroker> begin(Callable<KafkaBroker> start) {
        FutureTask<KafkaBroker> starting = new FutureTask<>(start);
        Thread thread = new Thread(starting, "starting the broker");
        thread.setDaemon(true);
        thread.start();
        return starting;
    }

    private static KafkaBroker result(FutureTask<KafkaBroker> starting) {
        try {
            return starting.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IllegalStateException known
                    ? known
                    : new IllegalStateException("Kafka did not start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka was starting", e);
        }
    }

    private static void secret(Path dir, String name, String value) throws IOException {
        Files.writeString(dir.resolve(name), value, StandardCharsets.UTF_8);
    }

    public CustomerIoSandbox sandbox() {
        return sandbox;
    }

    /** Nobody reaches the broker until it is started again. */
    public void stopBroker() {
        broker.close();
    }

    /** Starts the broker that was stopped, where it was and with what it held. */
    public void startBroker() {
        broker = result(begin(() -> broker.startAgain(dir.resolve("kafka"))));
    }

    public KafkaBroker broker() {
        return broker;
    }

    public String registryUrl() {
        return registryUrl;
    }

    public SchemaRegistry registryClient() {
        return ConfluentSchemaRegistry.connect(RegistryOptions.at(registryUrl));
    }

    /** How a Kafka client reaches the broker. */
    public Map<String, Object> kafkaClient() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** A configuration of the job against these parts, as a user would write it. */
    public Configuration jobConfig() {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap-servers", broker.bootstrapServers());
        config.setString("schema-registry.url", registryUrl);
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
        close(sandbox, registry, broker);
    }

    private static void close(AutoCloseable sandbox, AutoCloseable registry, AutoCloseable broker) {
        Closing.within(Duration.ofSeconds(5), "the sandbox", sandbox);
        Closing.within(Duration.ofSeconds(16), "the registry", registry);
        Closing.within(Duration.ofSeconds(30), "the broker", broker);
    }
}
