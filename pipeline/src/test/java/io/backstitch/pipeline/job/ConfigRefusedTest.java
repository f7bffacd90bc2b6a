package io.backstitch.pipeline.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigRefusedTest {
    @TempDir private Path dir;

    @Test
    void everyFaultIsInOneMessageAndNoSecretIs() throws IOException {
        Configuration config = JobConfig.in(dir);
        config.removeKey("ulid.key-file");
        config.removeKey("customerio.development");
        config.removeKey("flink.execution.checkpointing.interval");
        config.setString("customerio.api-key-file", dir.resolve("nowhere").toString());
        config.setString("customerio.track-url", "http://crm.example.org");
        config.setString("cart.abandon-aftre", "2 h");
        config.setString("cart.grace", "hunter2");
        config.setString("job.max-parallelism", "hunter3");
        config.setString("development.sabotage", "order");
        ConfigException refused = refused(config);
        assertThat(refused.faults())
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .contains(
                        "ulid.key-file",
                        "customerio.api-key-file",
                        "customerio.track-url",
                        "cart.abandon-aftre",
                        "cart.grace",
                        "job.max-parallelism",
                        "development.sabotage");
        for (String fault : refused.faults()) {
            assertThat(refused.getMessage()).contains(fault);
        }
        assertThat(refused.getMessage())
                .contains("did you mean cart.abandon-after?")
                .contains(refused.faults().size() + " faults")
                .contains("Nothing was started")
                .doesNotContain("hunter")
                .doesNotContain(JobConfig.API_KEY);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "identity.alias-levels, email",
        "identity.alias-levels, nobody",
        "routes.order_complete, orders",
        "routes.order_completed, nobody",
        "customerio.track-url, http://10.0.0.1:8080",
        "customerio.track-url, http://127.0.0.1.example.org",
        "kafka.bootstrap-servers, ''",
        "identity.levels, anonymous_id;cart_id",
        "identity.levels, customer_idd",
        "identity.levels, anonymous_id;email;email",
        "identity.levels, email;anonymous_id;customer_id",
        "identity.levels, anonymous_id;customer_id+",
        "identity.levels, anonymous_id;cart_id;loyalty_id",
        "identity.level-roles, loyalty_id=person",
        "identity.level-roles, cart_id",
        "identity.level-roles, 'cart_id=trolley'",
        "customerio.workspace, phone",
        "flink.execution.checkpointing.interval, soonish",
        "flink.execution.checkpointing.timeout, 20 s",
        "deliver.lanes, many",
        "orders.history, all",
    })
    void oneFaultIsNamedByItsOption(String key, String value) throws IOException {
        Configuration config = JobConfig.in(dir);
        config.setString(key, value);
        assertThat(refused(config).faults())
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault).startsWith(key + ":"));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "anonymous_id;cart_id;order_id;email;customer_id, id",
        "anonymous_id;cart_id;order_id;email;customer_id, email",
        "anonymous_id;customer_id, email",
        "anonymous_id;phone, email",
        "anonymous_id;email, id",
    })
    void aLevelThatTheWorkspaceCannotExpressIsRefused(String levels, String workspace)
            throws IOException {
        Configuration config = JobConfig.in(dir);
        config.setString("identity.levels", levels);
        config.setString("customerio.workspace", workspace);
        assertThat(refused(config).faults())
                .singleElement()
                .asString()
                .startsWith("identity.levels: ")
                .contains("customerio.workspace", "'" + workspace + "'");
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "anonymous_id;cart_id;order_id;phone, id, ''",
        "anonymous_id;cart_id;order_id;email, email, ''",
        "anonymous_id;cart_id;order_id;email, id+email, ''",
        "anonymous_id;customer_id, id, ''",
        "anonymous_id;phone;email;customer_id, id+email, ''",
        "email;customer_id, ID+EMAIL, ''",
        "anonymous_id;wishlist_id;loyalty_id, id, 'wishlist_id=transient, loyalty_id=person'",
    })
    void otherSetUpsAreConfigurations(String levels, String workspace, String roles)
            throws IOException {
        Configuration config = JobConfig.in(dir);
        config.setString("identity.levels", levels);
        config.setString("customerio.workspace", workspace);
        config.setString("identity.level-roles", roles);
        assertThat(
                        BackstitchJob.assemble(config, (ends, topics, wanted) -> wanted)
                                .getStreamGraph()
                                .getStreamNodes())
                .isNotEmpty();
    }

    @Test
    void noCheckpointsNoJob() throws IOException {
        Configuration config = JobConfig.in(dir);
        config.removeKey("flink.execution.checkpointing.interval");
        assertThat(refused(config).faults())
                .singleElement()
                .asString()
                .startsWith("flink.execution.checkpointing.interval: missing");
    }

    @Test
    void sabotageIsForDevelopmentOnly() throws IOException {
        Configuration config = JobConfig.in(dir);
        config.removeKey("customerio.development");
        config.removeKey("customerio.track-url");
        config.setString("development.sabotage", "dedupe");
        assertThat(refused(config).faults())
                .containsExactly("development.sabotage: only with customerio.development: true");
    }

    @Test
    void aShortKeyIsNoKey() throws IOException {
        Configuration config = JobConfig.in(dir);
        Path key = Files.writeString(dir.resolve("short"), "hunter4", UTF_8);
        config.setString("ulid.key-file", key.toString());
        assertThat(refused(config).faults())
                .containsExactly("ulid.key-file: the file holds fewer than 16 bytes");
    }

    @Test
    void usersSeeSentencesAndNoStackTrace() throws IOException {
        Path file = dir.resolve("backstitch.yaml");
        Files.writeString(file, "kafka:\n  bootstrap-server: 127.0.0.1:9092\n", UTF_8);
        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> BackstitchJob.main(new String[] {"--config", file.toString()}));
        StringWriter printed = new StringWriter();
        refused.printStackTrace(new PrintWriter(printed, true));
        assertThat(printed.toString())
                .contains("did you mean kafka.bootstrap-servers?")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsNoYamlIsNamedWithThePlaceOnly() throws IOException {
        Path file = Files.writeString(dir.resolve("bad.yaml"), "a: [hunter5\nb: 1\n", UTF_8);
        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bad.yaml")
                .hasMessageContaining("line ")
                .hasMessageNotContaining("hunter5");
        assertThatThrownBy(() -> BackstitchJob.main(new String[0]))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--config");
    }

    private static ConfigException refused(Configuration config) {
        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> BackstitchJob.assemble(config, (ends, topics, wanted) -> wanted));
        assertThat(refused).as("refused").isNotNull();
        return refused;
    }
}
