package io.backstitch.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The compose file as far as it can be judged without an engine. */
class ComposeFileTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private JsonNode compose;
    private final Map<String, JsonNode> services = new LinkedHashMap<>();

    @BeforeEach
    void parse() throws IOException {
        compose = YAML.readTree(Repository.DOCKER.resolve("compose.yaml").toFile());
        compose.get("services").properties().forEach(e -> services.put(e.getKey(), e.getValue()));
    }

    @Test
    void hasAllParts() {
        assertThat(services)
                .containsKeys("kafka", "registry", "customerio", "jobmanager", "taskmanager");
    }

    @Test
    void imagesArePinnedToAFullVersion() {
        services.values().stream()
                .filter(service -> service.has("image"))
                .map(service -> service.get("image").asText())
                .forEach(image -> assertThat(image).matches("[a-z./-]+:v?\\d+\\.\\d+\\.\\d+.*"));
    }

    @Test
    void versionsAreThoseOfTheBuild() throws IOException {
        assertThat(image("kafka")).endsWith(":" + Repository.pinned("kafka.version"));
        assertThat(image("topics")).isEqualTo(image("kafka"));
        assertThat(image("registry")).endsWith(":" + Repository.pinned("apicurio.version"));
    }

    @Test
    void portsAreOfThisMachineOnlyAndUsedOnce() {
        List<String> published = new ArrayList<>();
        services.values()
                .forEach(
                        service ->
                                service.path("ports")
                                        .forEach(port -> published.add(port.asText())));
        assertThat(published).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(published.stream().map(port -> port.split(":")[1])).doesNotHaveDuplicates();
    }

    @Test
    void whatIsReferredToExists() {
        services.forEach(
                (name, service) -> {
                    service.path("depends_on")
                            .fieldNames()
                            .forEachRemaining(
                                    other -> assertThat(services).as(name).containsKey(other));
                    String network = service.path("network_mode").asText();
                    if (network.startsWith("service:")) {
                        assertThat(services).as(name).containsKey(network.substring(8));
                    }
                    service.path("secrets")
                            .forEach(
                                    secret ->
                                            assertThat(compose.get("secrets").has(secret.asText()))
                                                    .as(name + " uses secret " + secret)
                                                    .isTrue());
                    service.path("volumes")
                            .forEach(volume -> assertVolumeExists(name, volume.asText()));
                });
    }

    @Test
    void secretsOfTheStandInAreThere() {
        compose.get("secrets")
                .forEach(
                        secret -> {
                            String file = secret.get("file").asText();
                            String inTree =
                                    file.replace("${BACKSTITCH_SECRETS:-./sandbox-secrets}", "");
                            assertThat(inTree).isNotEqualTo(file);
                            assertThat(Repository.DOCKER.resolve("sandbox-secrets" + inTree))
                                    .isRegularFile();
                        });
    }

    @Test
    void imagesOfOursAreTargetsOfTheDockerfileAndNotRunAsRoot() throws IOException {
        String dockerfile = Files.readString(Repository.DOCKER.resolve("Dockerfile"));
        services.values().stream()
                .filter(service -> service.has("build"))
                .forEach(
                        service -> {
                            String target = service.at("/build/target").asText();
                            assertThat(service.at("/build/dockerfile").asText())
                                    .isEqualTo("docker/Dockerfile");
                            assertThat(stage(dockerfile, target)).contains("\nUSER ");
                        });
        assertThat(dockerfile)
                .contains("FROM flink:" + Repository.pinned("flink.version") + "-java17 AS job")
                .doesNotContain(":latest");
    }

    @Test
    void theConfigurationUsesOptionsThatExist() throws IOException {
        JsonNode root = YAML.readTree(Repository.DOCKER.resolve("backstitch.yaml").toFile());
        String code = Repository.pipelineSources();
        root.properties()
                .forEach(
                        group ->
                                group.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                name ->
                                                        assertThat(code)
                                                                .contains(
                                                                        "\""
                                                                                + group.getKey()
                                                                                + "."
                                                                                + name
                                                                                + "\"")));
    }

    private void assertVolumeExists(String service, String volume) {
        String source = volume.split(":")[0];
        if (source.startsWith("./")) {
            assertThat(Repository.DOCKER.resolve(source)).as(service).exists();
        } else {
            assertThat(compose.get("volumes").has(source)).as(service + " " + source).isTrue();
        }
    }

    private String image(String service) {
        return services.get(service).get("image").asText();
    }

    private static String stage(String dockerfile, String name) {
        int start = dockerfile.indexOf(" AS " + name + "\n");
        assertThat(start).as("stage " + name).isPositive();
        int next = dockerfile.indexOf("\nFROM ", start);
        return dockerfile.substring(start, next < 0 ? dockerfile.length() : next);
    }
}
