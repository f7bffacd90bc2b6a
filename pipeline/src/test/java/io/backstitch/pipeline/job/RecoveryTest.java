package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    private static final String JOB = "00000000000000000000000000000007";

    @TempDir private Path dir;

    private final Configuration flink = new Configuration();

    @BeforeEach
    void anotherJobManagerTakesOver() {
        flink.setString("$internal.pipeline.job-id", JOB);
        flink.setString("high-availability.type", "kubernetes");
        flink.setString("execution.checkpointing.dir", dir.toUri().toString());
    }

    @Test
    void aJobWithACheckpointIsRecovered() throws IOException {
        Files.createFile(Files.createDirectories(dir.resolve(JOB + "/chk-3")).resolve("_metadata"));
        assertThat(Recovery.isLikely(flink)).isTrue();
    }

    @Test
    void aJobWithoutACompleteCheckpointStarts() throws IOException {
        assertThat(Recovery.isLikely(flink)).isFalse();
        Files.createDirectories(dir.resolve(JOB + "/shared"));
        Files.createDirectories(dir.resolve(JOB + "/chk-1"));
        assertThat(Recovery.isLikely(flink)).isFalse();
    }

    @Test
    void withoutHighAvailabilityEveryStartIsTheFirst() throws IOException {
        Files.createFile(Files.createDirectories(dir.resolve(JOB + "/chk-3")).resolve("_metadata"));
        flink.setString("high-availability.type", "NONE");
        assertThat(Recovery.isLikely(flink)).isFalse();
    }

    @Test
    void whereNobodyCanLookItMayBeARecovery() {
        flink.removeKey("execution.checkpointing.dir");
        assertThat(Recovery.isLikely(flink)).isTrue();
        flink.setString("execution.checkpointing.dir", "nosuchfilesystem://bucket/checkpoints");
        assertThat(Recovery.isLikely(flink)).isTrue();
    }
}
