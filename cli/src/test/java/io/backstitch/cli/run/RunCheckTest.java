package io.backstitch.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.ExitCodes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RunCheckTest {
    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String good;

    @BeforeEach
    void writeSecretsAndAConfiguration() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "sixteen bytes and more");
        good =
                """
                kafka.bootstrap-servers: broker.example:9092
                schema-registry.url: https://registry.example:8081
                customerio: {region: eu, site-id: site, api-key-file: SECRET}
                ulid.key-file: SECRET
                orders.history: from_empty
                flink:
                  execution.checkpointing.interval: 10 s
                  execution.checkpointing.savepoint-dir: file:///var/lib/backstitch/savepoints
                """
                        .replace("SECRET", secret.toString());
    }

    @Test
    void aGoodFileIsSaidToBeGood() throws Exception {
        assertThat(check(good)).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("complete and consistent");
    }

    @Test
    void allFaultsComeInOneMessage() throws Exception {
        String bad =
                good.replace("interval: 10 s", "timeout: 10 s")
                        .replace("savepoint-dir", "savepoint-folder")
                        .replace("region: eu", "region: mars")
                        .replace("ulid.key-file", "ulid.key-fil");

        assertThat(check(bad)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("did you mean ulid.key-file?")
                .contains("flink.execution.checkpointing.interval: missing")
                .contains("flink.execution.checkpointing.savepoint-dir: missing")
                .contains("customerio.region")
                .doesNotContain("\tat ");
    }

    @Test
    void anUnreadableValueOfFlinksIsAFaultToo() throws Exception {
        assertThat(check(good + "  parallelism.default: many\n")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("parallelism.default");
    }

    @Test
    void aMissingFileIsSaid() {
        Path nowhere = folder.resolve("nowhere.yaml");
        assertThat(line().execute("--check", "--config", nowhere.toString()))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains(nowhere + " does not exist");
    }

    private int check(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("backstitch.yaml"), yaml);
        return line().execute("--check", "--config", file.toString());
    }

    private CommandLine line() {
        return new CommandLine(new RunCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }
}
