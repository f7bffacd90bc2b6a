package io.backstitch.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.backstitch.schemas.registry.RegistryOptions.Store;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The genuine client over TLS, with keys made on the spot by the JDK's own keytool. */
class ConfluentSchemaRegistryTlsTest {

    private static final String PASSWORD = "changeit-please";

    @TempDir Path folder;

    private HttpsServer server;
    private Path passwordFile;

    @BeforeEach
    void writePassword() throws Exception {
        passwordFile = Files.writeString(folder.resolve("password"), PASSWORD);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aTruststoreMakesAPrivateCertificateAcceptable() throws Exception {
        Path key = key("server", "ip:127.0.0.1");
        serve(key, null);

        assertThat(schemaFrom(options().withTruststore(store(key)))).isEqualTo("\"string\"");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        serve(key("server", "ip:127.0.0.1"), null);

        assertThatThrownBy(() -> schemaFrom(options()))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("certification path");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        Path key = key("server", "dns:elsewhere.example");
        serve(key, null);

        assertThatThrownBy(() -> schemaFrom(options().withTruststore(store(key))))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void aKeystoreIdentifiesTheClient() throws Exception {
        Path serverKey = key("server", "ip:127.0.0.1");
        Path clientKey = key("client", "dns:client");
        serve(serverKey, clientKey);
        RegistryOptions withoutKey = options().withTruststore(store(serverKey));

        assertThat(schemaFrom(withoutKey.withKeystore(store(clientKey)))).isEqualTo("\"string\"");
        assertThatThrownBy(() -> schemaFrom(withoutKey))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aWrongPasswordNamesTheStoreAndNotThePassword() throws Exception {
        Path key = key("server", "ip:127.0.0.1");
        Files.writeString(passwordFile, "not-the-password");

        RegistryOptions options = RegistryOptions.at("https://127.0.0.1:1");
        assertThatThrownBy(
                        () -> ConfluentSchemaRegistry.connect(options.withTruststore(store(key))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server.p12")
                .hasMessageNotContaining("not-the-password");
    }

    private RegistryOptions options() {
        return RegistryOptions.at("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private Store store(Path file) {
        return new Store(file.toString(), "PKCS12", passwordFile.toString());
    }

    private static String schemaFrom(RegistryOptions options) throws RegistryException {
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(options)) {
            return registry.schemaById(1);
        }
    }

    private void serve(Path key, Path trustedClient) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(load(key), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(load(trustedClient == null ? key : trustedClient));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters ssl = context.getDefaultSSLParameters();
                        ssl.setNeedClientAuth(trustedClient != null);
                        parameters.setSSLParameters(ssl);
                    }
                });
        server.createContext(
                "/",
                exchange -> {
                    byte[] answer = "{\"schema\":\"\\\"string\\\"\"}".getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    /** A key with its own certificate; the file serves as key store and as trust store. */
    private Path key(String name, String san) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/keytool")
                                        .toString()));
        command.addAll(List.of("-genkeypair", "-alias", name, "-keyalg", "EC"));
        command.addAll(List.of("-dname", "CN=" + name, "-ext", "san=" + san, "-validity", "2"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
        command.addAll(List.of("-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        return file;
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
