package io.backstitch.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The genuine client against an HTTP server that answers what the test says. */
class ConfluentSchemaRegistryTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir Path folder;

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String auth = exchange.getRequestHeaders().getFirst("Authorization");
                    authorizations.add(String.valueOf(auth));
                    paths.add(
                            exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
                    exchange.getRequestBody().readAllBytes();
                    byte[] answer = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void basicAuthenticationComesFromAUserNameAndAFile() throws Exception {
        body = "{\"schema\":\"\\\"string\\\"\"}";
        Path password = Files.writeString(folder.resolve("pw"), "s3cret\n");
        RegistryOptions options =
                RegistryOptions.at(url()).withBasicAuth("me", password.toString());

        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(options)) {
            assertThat(registry.schemaById(1)).isEqualTo("\"string\"");
        }

        String expected = Base64.getEncoder().encodeToString("me:s3cret".getBytes());
        assertThat(authorizations).containsExactly("Basic " + expected);
        assertThat(options.toString()).doesNotContain("s3cret");
    }

    @Test
    void refusedCredentialsStopTheLineAndShowNoSecret() throws Exception {
        answer(401, "{\"error_code\":40101,\"message\":\"Unauthorized\"}");
        Path password = Files.writeString(folder.resolve("pw"), "s3cret");
        RegistryOptions options =
                RegistryOptions.at(url()).withBasicAuth("me", password.toString());

        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(options)) {
            assertThatThrownBy(() -> registry.schemaById(1))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("user name and password file")
                    .hasStackTraceContaining("Unauthorized")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret"));
        }
    }

    @Test
    void onlyTheRegistrysOwnNotFoundMeansUnknown() {
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(url()))) {
            answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            assertThatThrownBy(() -> registry.schemaById(1))
                    .isInstanceOf(SchemaUnknownException.class);

            answer(404, "<html>no such page</html>");
            assertThatThrownBy(() -> registry.schemaById(2))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("address");
        }
    }

    @Test
    void anUnknownIdIsNotAskedForAgainAtOnce() {
        answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(url()))) {
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> registry.schemaById(1))
                        .isInstanceOf(SchemaUnknownException.class);
            }
        }
        assertThat(paths).hasSize(1);
    }

    @Test
    void conflictsAreRefusals() {
        answer(409, "{\"error_code\":409,\"message\":\"incompatible\"}");
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(url()))) {
            assertThatThrownBy(() -> registry.register("orders-value", "\"string\""))
                    .isInstanceOf(SchemaRefusedException.class)
                    .hasMessageContaining("orders-value");
        }
    }

    @Test
    void aSubjectWithoutARuleIsGivenBackwardOnceAndWhoMayNotSetItRegistersAllTheSame()
            throws Exception {
        answer(404, "{\"error_code\":40408,\"message\":\"no rule\"}");
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(url()))) {
            assertThatThrownBy(() -> registry.register("a-value", "\"string\""))
                    .isInstanceOf(RegistryException.class);
            answer(200, "{\"id\":7}");
            assertThat(registry.register("a-value", "\"string\"")).isEqualTo(7);
        }
        assertThat(paths)
                .containsExactly(
                        "GET /config/a-value",
                        "PUT /config/a-value",
                        "POST /subjects/a-value/versions",
                        "POST /subjects/a-value/versions");
    }

    @Test
    void aSubjectWithARuleOfItsOwnKeepsIt() throws Exception {
        answer(200, "{\"compatibilityLevel\":\"FULL\",\"id\":7}");
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(url()))) {
            registry.register("a-value", "\"string\"");
        }
        assertThat(paths).containsExactly("GET /config/a-value", "POST /subjects/a-value/versions");
    }

    @Test
    void brokenServersAreWorthAnotherTry() {
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(url()))) {
            for (int broken : new int[] {429, 500, 502, 503}) {
                answer(broken, "oops");
                assertThatThrownBy(() -> registry.schemaById(1))
                        .isInstanceOf(RegistryUnavailableException.class);
            }
        }
    }

    @Test
    void aSchemaOfAnotherKindIsUnknownToAvro() {
        answer(200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}");
        try (SchemaRegistry registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(url()))) {
            assertThatThrownBy(() -> registry.schemaById(9))
                    .isInstanceOf(SchemaUnknownException.class)
                    .hasMessageContaining("not a valid Avro schema");
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothingEndsInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SchemaRegistry registry =
                        ConfluentSchemaRegistry.connect(
                                RegistryOptions.at("http://127.0.0.1:" + silent.getLocalPort())
                                        .withTimeouts(SHORT, SHORT))) {
            assertThatThrownBy(() -> registry.latest("orders-value"))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("does not answer");
        }
    }

    @Test
    void theNextAddressIsTriedWhenOneIsDead() throws Exception {
        body = "{\"schema\":\"\\\"string\\\"\"}";
        String dead;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = "http://127.0.0.1:" + socket.getLocalPort();
        }
        try (SchemaRegistry registry =
                ConfluentSchemaRegistry.connect(RegistryOptions.at(dead + ", " + url()))) {
            assertThat(registry.schemaById(1)).isEqualTo("\"string\"");
        }
    }

    @Test
    void badOptionsAreRefusedWithASentence() {
        assertThatThrownBy(() -> RegistryOptions.at("https://me:s3cret@registry"))
                .hasMessageContaining("password file")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> RegistryOptions.at("registry:8081"))
                .hasMessageContaining("http:// or https://");
        assertThatThrownBy(() -> RegistryOptions.at(url()).withBasicAuth("me", null))
                .hasMessageContaining("go together");
        assertThatThrownBy(
                        () ->
                                ConfluentSchemaRegistry.connect(
                                        RegistryOptions.at(url())
                                                .withBasicAuth("me", folder + "/absent")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absent");
    }

    private void answer(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
