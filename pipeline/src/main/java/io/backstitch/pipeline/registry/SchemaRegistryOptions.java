package io.backstitch.pipeline.registry;

import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.RegistryOptions.Store;
import java.nio.file.Files;
import java.nio.file.Path;
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
        readable(config, PASSWORD_FILE, faults);
        Store truststore =
                store(config, TRUSTSTORE, TRUSTSTORE_TYPE, TRUSTSTORE_PASSWORD_FILE, faults);
        Store keystore = store(config, KEYSTORE, KEYSTORE_TYPE, KEYSTORE_PASSWORD_FILE, faults);
        Duration connect = timeout(config, CONNECT_TIMEOUT, faults);
        Duration read = timeout(config, READ_TIMEOUT, faults);
        if (config.getOptional(URL).isEmpty()) {
            faults.add(URL.key() + ": missing; where is the schema registry?");
        }
        if (faults.size() > before) {
            return null;
        }
        try {
            RegistryOptions options = RegistryOptions.at(config.get(URL));
            return new RegistryOptions(
                    options.urls(),
                    config.get(USERNAME),
                    config.get(PASSWORD_FILE),
                    truststore,
                    keystore,
                    connect,
                    read);
        } catch (IllegalArgumentException e) {
            faults.add(URL.key() + ": " + e.getMessage());
            return null;
        }
    }

    private static Store store(
            ReadableConfig config,
            ConfigOption<String> file,
            ConfigOption<String> type,
            ConfigOption<String> passwordFile,
            List<String> faults) {
        if (config.getOptional(file).isEmpty()) {
            return null;
        }
        readable(config, file, faults);
        readable(config, passwordFile, faults);
        return new Store(config.get(file), config.get(type), config.get(passwordFile));
    }

    private static void readable(
            ReadableConfig config, ConfigOption<String> option, List<String> faults) {
        String file = config.get(option);
        if (file != null && !Files.isReadable(Path.of(file))) {
            faults.add(option.key() + ": the file " + file + " cannot be read");
        }
    }

    private static Duration timeout(
            ReadableConfig config, ConfigOption<Duration> option, List<String> faults) {
        try {
            Duration timeout = config.get(option);
            if (timeout.toMillis() >= 1 && timeout.toMillis() <= 60_000) {
                return timeout;
            }
            faults.add(option.key() + ": must be between 1 ms and 60 s");
        } catch (IllegalArgumentException e) {
            faults.add(option.key() + ": is not a duration, e.g. 10 s");
        }
        return option.defaultValue();
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
