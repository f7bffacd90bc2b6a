package io.backstitch.cli.run;

import io.backstitch.pipeline.job.BackstitchJob;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.pipeline.job.ConfigFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/**
 * A checked configuration file, with what this way of running needs beyond the job's own options.
 *
 * @param job the job's configuration
 * @param cluster what the file says to Flink
 * @param savepoints where stopping puts its savepoint, as a URI or path
 */
record RunConfig(Configuration job, Configuration cluster, String savepoints) {
    private static final String FLINK = "flink.";
    private static final String SAVEPOINTS = "execution.checkpointing.savepoint-dir";
    private static final String RETENTION =
            "execution.checkpointing.externalized-checkpoint-retention";

    /**
     * Reads and checks; nothing is started and nobody is asked over the network.
     *
     * @throws ConfigException with all faults
     */
    static RunConfig read(Path file) {
        Configuration job = ConfigFile.read(file);
        List<String> faults = new ArrayList<>();
        try {
            BackstitchJob.check(job);
        } catch (ConfigException e) {
            faults.addAll(e.faults());
        } catch (IllegalArgumentException e) {
            faults.add("flink: " + e.getMessage());
        }
        Configuration cluster = new Configuration();
        for (Map.Entry<String, String> option : job.toMap().entrySet()) {
            if (option.getKey().startsWith(FLINK)) {
                cluster.setString(option.getKey().substring(FLINK.length()), option.getValue());
            }
        }
        String savepoints = cluster.getString(SAVEPOINTS, null);
        if (savepoints == null) {
            faults.add(
                    FLINK
                            + SAVEPOINTS
                            + ": missing; stopping leaves its savepoint there. For example"
                            + " file:///var/lib/backstitch/savepoints");
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        if (!cluster.containsKey(RETENTION)) {
            // Without it a stop whose savepoint fails would delete the last way to go on.
            job.setString(FLINK + RETENTION, "RETAIN_ON_CANCELLATION");
        }
        return new RunConfig(job, cluster, savepoints);
    }

    /** What the file says, or one. */
    int parallelism() {
        return Integer.parseInt(cluster.getString("parallelism.default", "1"));
    }
}
