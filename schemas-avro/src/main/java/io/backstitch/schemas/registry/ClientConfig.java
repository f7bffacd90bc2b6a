package io.backstitch.schemas.registry;

import io.backstitch.schemas.registry.RegistryOptions.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Our options in the words of Confluent's client. The result holds secrets. */
final class ClientConfig {

    /** How long an id that the registry did not know is not asked for again. */
    private static final long UNKNOWN_ID_SECONDS = 10;

    /** The client ignores TLS settings without its prefix, silently. */
    private static final String SSL = "schema.registry.ssl.";

    private ClientConfig() {}

    static Map<String, Object> of(RegistryOptions options) {
        Map<String, Object> config = new HashMap<>();
        config.put("http.connect.timeout.ms", (int) options.connectTimeout().toMillis());
        config.put("http.read.timeout.ms", (int) options.readTimeout().toMillis());
        config.put("missing.id.cache.ttl.sec", UNKNOWN_ID_SECONDS);
        // Without this the client accepts a certificate of any host.
        config.put(SSL + "endpoint.identification.algorithm", "https");
        if (options.username() != null) {
            config.put("basic.auth.credentials.source", "USER_INFO");
            config.put(
                    "basic.auth.user.info",
                    options.username() + ":" + secret(options.passwordFile()));
        }
        store(config, SSL + "truststore.", options.truststore());
        store(config, SSL + "keystore.", options.keystore());
        if (options.keystore() != null && options.keystore().passwordFile() != null) {
            config.put(SSL + "key.password", secret(options.keystore().passwordFile()));
        }
        return config;
    }

    private static void store(Map<String, Object> config, String prefix, Store store) {
        if (store == null) {
            return;
        }
        config.put(prefix + "location", store.file());
        config.put(prefix + "type", store.type());
        if (store.passwordFile() != null) {
            config.put(prefix + "password", secret(store.passwordFile()));
        }
    }

    private static String secret(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot read the schema registry's secret file " + file + ": " + e, e);
        }
    }
}
