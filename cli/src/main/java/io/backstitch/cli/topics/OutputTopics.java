package io.backstitch.cli.topics;

import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.pipeline.job.ConfigFile;
import io.backstitch.pipeline.kafka.KafkaOptions;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/**
 * Where a command finds the job's output: options that several commands share. Addresses come from
 * {@code --bootstrap} and {@code --registry}, or with everything else (TLS, logins, names of
 * topics) from the job's own configuration file.
 */
public final class OutputTopics {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka. The demo prints its address; or give --config.")
    private String bootstrap;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description =
                    "Schema registry, up to and including /apis/ccompat/v7 where there is such a"
                            + " path. The demo prints it; or give --config.")
    private String registry;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The job's configuration: addresses, logins, names of topics and the keys of"
                            + " hashes are taken from it, as far as no option says otherwise.")
    private Path file;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            description =
                    "Read only what was written from then on: 36h, 7d, 2026-11-20 or"
                            + " 2026-11-20T08:30:00Z, by Kafka's timestamps (default: everything).")
    private Instant since;

    @Option(
            names = "--receipts-topic",
            paramLabel = "NAME",
            description = "Default: backstitch.receipts.")
    private String receipts;

    @Option(
            names = "--dead-letters-topic",
            paramLabel = "NAME",
            description = "Default: backstitch.dead-letters.")
    private String deadLetters;

    @Option(
            names = "--identity-audit-topic",
            paramLabel = "NAME",
            description = "Default: backstitch.identity-audit.")
    private String identityAudit;

    @Option(
            names = "--audit-topic",
            paramLabel = "NAME",
            description = "Default: backstitch.audit.")
    private String audit;

    private Configuration config;

    /**
     * Reads the configuration, if there is one, and checks that it is known where to look.
     *
     * @return this
     * @throws ConfigException with all faults
     */
    public OutputTopics check() {
        Configuration read = file == null ? new Configuration() : ConfigFile.read(file);
        set(read, KafkaOptions.BOOTSTRAP_SERVERS.key(), bootstrap);
        set(read, SchemaRegistryOptions.URL.key(), registry);
        set(read, KafkaOptions.RECEIPTS_TOPIC.key(), receipts);
        set(read, KafkaOptions.DEAD_LETTERS_TOPIC.key(), deadLetters);
        set(read, KafkaOptions.IDENTITY_AUDIT_TOPIC.key(), identityAudit);
        set(read, KafkaOptions.AUDIT_TOPIC.key(), audit);
        List<String> faults = new ArrayList<>();
        if (read.get(KafkaOptions.BOOTSTRAP_SERVERS) == null) {
            faults.add("where is Kafka? Give --bootstrap HOST:PORT or --config FILE");
        }
        if (read.get(SchemaRegistryOptions.URL) == null) {
            faults.add("where is the schema registry? Give --registry URL or --config FILE");
        } else {
            SchemaRegistryOptions.read(read, faults);
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        config = read;
        return this;
    }

    private static void set(Configuration config, String key, String value) {
        if (value != null) {
            config.setString(key, value);
        }
    }

    /** The configuration file with the options in it; nearly empty without a file. */
    public Configuration config() {
        return config;
    }

    /** From when on to read, or null for everything. */
    public Instant since() {
        return since;
    }

    /** Settings of Kafka's clients. */
    public Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(config.get(KafkaOptions.CLIENT));
        client.put("bootstrap.servers", config.get(KafkaOptions.BOOTSTRAP_SERVERS));
        return client;
    }

    /** A connection to the schema registry, the caller's to close. */
    public SchemaRegistry connect() {
        RegistryOptions options = SchemaRegistryOptions.read(config, new ArrayList<>());
        return ConfluentSchemaRegistry.connect(options);
    }

    public BoundedTopic<Receipt> receipts(SchemaRegistry connection) {
        String topic = config.get(KafkaOptions.RECEIPTS_TOPIC);
        return new BoundedTopic<>(
                client(), connection, topic, Receipt.class, Receipt::getReceiptId, since);
    }

    public BoundedTopic<DeadLetter> deadLetters(SchemaRegistry connection) {
        String topic = config.get(KafkaOptions.DEAD_LETTERS_TOPIC);
        return new BoundedTopic<>(
                client(), connection, topic, DeadLetter.class, DeadLetter::getDeadLetterId, since);
    }

    public BoundedTopic<IdentityAudit> identityAudit(SchemaRegistry connection) {
        return identityAudit(connection, since);
    }

    /** From another time on; null for everything. */
    public BoundedTopic<IdentityAudit> identityAudit(SchemaRegistry connection, Instant from) {
        String topic = config.get(KafkaOptions.IDENTITY_AUDIT_TOPIC);
        return new BoundedTopic<>(
                client(), connection, topic, IdentityAudit.class, IdentityAudit::getAuditId, from);
    }

    public BoundedTopic<BalanceAudit> audit(SchemaRegistry connection) {
        String topic = config.get(KafkaOptions.AUDIT_TOPIC);
        return new BoundedTopic<>(
                client(), connection, topic, BalanceAudit.class, BalanceAudit::getBalanceId, since);
    }
}
