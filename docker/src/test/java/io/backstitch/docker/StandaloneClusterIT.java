package io.backstitch.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jar on a cluster of separate processes, as an operator would run it. */
class StandaloneClusterIT {
    private static final Path LIB = Path.of(System.getProperty("backstitch.cluster.lib"));
    private static final Path JOB_JAR = Path.of(System.getProperty("backstitch.job.jar"));

    @TempDir Path folder;

    @Test
    void clusterTakesTheJobJar() throws Exception {
        assertThat(StandaloneFlink.jars(LIB)).isGreaterThan(30);
        try (StandaloneFlink flink = StandaloneFlink.start(LIB, folder, 2)) {
            assertThat(flink.rest().upload(JOB_JAR)).endsWith("-job.jar");
        }
    }
}
