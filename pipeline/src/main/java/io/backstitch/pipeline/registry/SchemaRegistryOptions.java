package io.backstitch.pipeline.registry;

import io.backstitch.pipeline.options.OptionReader;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.RegistryOptions.Store;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** Options of the schema registry: any that speaks Confluent's protocol. */
public final class SchemaRegistryOptions {
    public static final ConfigOption<String> URL =
            text("schema-registry.url")
                    .withDescription(
                            "Address, or several separated by commas, e.g."
                                    + " https://registry:8081; for Apicurio it ends in"
                                    + " /apis/ccompat/v7. Required.");

    public static final ConfigOption<String> USERNAME =
            text("schema-registry.username")
                    .withDescription(
                            "User for basic authentication, or the key of a cloud service.");

    public static final ConfigOption<String> PASSWORD_FILE =
            text("schema-registry.password-file")
                    .withDescription("File that holds the password and nothing else.");

    public static final ConfigOption<String> TRUSTSTORE =
            text("schema-registry.truststore.file")
                    .withDescription("Certificates to trust instead of the JVM's own.");

    public static final ConfigOption<String> TRUSTSTORE_TYPE =
            storeType("schema-registry.truststore.type");

    public static final ConfigOption<String> TRUSTSTORE_PASSWORD_FILE =
            text("schema-registry.truststore.password-file")
                    .withDescription("File that holds the truststore's password.");

    public static final ConfigOption<String> KEYSTORE =
            text("schema-registry.keystore.file")
                    .withDescription("The job's own key and certificate, for mutual TLS.");

    public static final ConfigOption<String> KEYSTORE_TYPE =
            storeType("schema-registry.keystore.type");

    public static final ConfigOption<String> KEYSTORE_PASSWORD_FILE =
            text("schema-registry.keystore.password-file")
                    .withDescription("File that holds the password of the keystore and its key.");

    public static final ConfigOption<Duration> CONNECT_TIMEOUT =
            ConfigOptions.key("schema-registry.connect-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription("Longest wait for a connection.");

    public static final ConfigOption<Duration> READ_TIMEOUT =
            ConfigOptions.key("schema-registry.read-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("Longest wait for an answer.");

    private SchemaRegistryOptions() {}

    /**
     * Reads and checks the options.
     *
     * @param faults takes one sentence per fault
     * @return the settings, or null if there was a fault
     */
    public static RegistryOptions read(ReadableConfig config, List<String> faults) {
        int before = faults.size();
        OptionReader reader = new OptionReader(config, faults);
        String passwordFile = reader.file(PASSWORD_FILE);
        Store truststore = store(reader, TRUSTSTORE, TRUSTSTORE_TYPE, TRUSTSTORE_PASSWORD_FILE);
        Store keystore = store(reader, KEYSTORE, KEYSTORE_TYPE, KEYSTORE_PASSWORD_FILE);
        long connect = reader.millis(CONNECT_TIMEOUT, 1, 60_000);
        long read = reader.millis(READ_TIMEOUT, 1, 60_000);
        String url = reader.get(URL);
        if (url == null) {
            reader.fault(URL, "missing; where is the schema registry?");
        }
        if (faults.size() > before) {
            return null;
        }
        try {
            RegistryOptions options = RegistryOptions.at(url);
            return new RegistryOptions(
                    options.urls(),
                    reader.get(USERNAME),
                    passwordFile,
                    truststore,
                    keystore,
                    Duration.ofMillis(connect),
                    Duration.ofMillis(read));
        } catch (IllegalArgumentException e) {
            reader.fault(URL, e.getMessage());
            return null;
        }
    }

    private static Store store(
            OptionReader reader,
            ConfigOption<String> file,
            ConfigOption<String> type,
            ConfigOption<String> passwordFile) {
        return reader.get(file) == null
                ? null
                : new Store(reader.file(file), reader.get(type), reader.file(passwordFile));
    }

    private static ConfigOption<String> text(String key) {
        return ConfigOptions.key(key).stringType().noDefaultValue();
    }

    private static ConfigOption<String> storeType(String key) {
        return ConfigOptions.key(key)
                .stringType()
                .defaultValue("PKCS12")
                .withDescription("PKCS12, JKS or PEM.");
    }
}
