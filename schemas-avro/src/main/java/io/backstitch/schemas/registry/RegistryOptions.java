package io.backstitch.schemas.registry;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Where the registry is and how to talk to it. Holds no secret, only the names of the files that
 * hold them, so that it can be printed, logged and shipped with the job.
 *
 * @param urls one or more addresses, tried in turn, e.g. {@code https://registry:8081}
 * @param username for basic authentication, or null for none
 * @param passwordFile file whose content is the password of {@code username}
 * @param truststore certificates to trust instead of the JVM's own (JKS, PKCS12 or PEM), or null
 * @param keystore the client's own key and certificate for mutual TLS, or null
 * @param connectTimeout longest wait for a connection
 * @param readTimeout longest wait for an answer
 */
public record RegistryOptions(
        List<String> urls,
        String username,
        String passwordFile,
        Store truststore,
        Store keystore,
        Duration connectTimeout,
        Duration readTimeout)
        implements Serializable {

    /**
     * A key or trust store.
     *
     * @param file path of the store
     * @param type JKS, PKCS12 or PEM
     * @param passwordFile file whose content is the store's password, or null if it has none
     */
    public record Store(String file, String type, String passwordFile) implements Serializable {

        public Store {
            Objects.requireNonNull(file, "file");
            type = type == null ? "PKCS12" : type.toUpperCase(Locale.ROOT);
        }
    }

    public RegistryOptions {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("The schema registry's address is missing");
        }
        urls.forEach(RegistryOptions::checkUrl);
        if ((username == null) != (passwordFile == null)) {
            throw new IllegalArgumentException(
                    "The schema registry's user name and password file go together: set both or"
                            + " none");
        }
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(readTimeout, "readTimeout");
    }

    /**
     * A registry without authentication, with timeouts of 5 and 10 seconds.
     *
     * @param urls one address, or several separated by commas
     */
    public static RegistryOptions at(String urls) {
        return new RegistryOptions(
                List.of(urls.trim().split("\\s*,\\s*")),
                null,
                null,
                null,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    public RegistryOptions withBasicAuth(String user, String filename) {
        return new RegistryOptions(
                urls, user, filename, truststore, keystore, connectTimeout, readTimeout);
    }

    public RegistryOptions withTruststore(Store store) {
        return new RegistryOptions(
                urls, username, passwordFile, store, keystore, connectTimeout, readTimeout);
    }

    public RegistryOptions withKeystore(Store store) {
        return new RegistryOptions(
                urls, username, passwordFile, truststore, store, connectTimeout, readTimeout);
    }

    public RegistryOptions withTimeouts(Duration connect, Duration read) {
        return new RegistryOptions(
                urls, username, passwordFile, truststore, keystore, connect, read);
    }

    private static void checkUrl(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            // Without the cause: it would repeat what may hold a password.
            throw new IllegalArgumentException("The schema registry's address is not a URL");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "The schema registry's address holds a user or password; give a user name and a"
                            + " password file instead");
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "The schema registry's address must start with http:// or https://: " + url);
        }
    }
}
