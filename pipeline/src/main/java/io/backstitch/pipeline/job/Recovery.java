package io.backstitch.pipeline.job;

import java.io.IOException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a first start from the recovery of a job that runs: in application mode with high
 * availability the job's main is called again whenever another JobManager takes over, and what ends
 * it then ends a job that could go on.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final String NO_HIGH_AVAILABILITY = "NONE";

    private Recovery() {}

    /**
     * @param flink the cluster's options and the job's
     * @return true if the job has, or may have, a checkpoint to go on from; false without high
     *     availability, where no JobManager takes over from another
     */
    static boolean isLikely(ReadableConfig flink) {
        String job = flink.get(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID);
        String mode = flink.get(HighAvailabilityOptions.HA_MODE);
        if (job == null || NO_HIGH_AVAILABILITY.equalsIgnoreCase(mode)) {
            return false;
        }
        String folder = flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
        if (folder == null) {
            return true; // its checkpoints are where only JobManagers look
        }
        try {
            return hasCheckpoint(new Path(folder, job));
        } catch (IOException e) {
            LOG.warn("The checkpoints of job {} cannot be listed; it may have some", job, e);
            return true;
        }
    }

    private static boolean hasCheckpoint(Path folder) throws IOException {
        FileSystem files = folder.getFileSystem();
        if (!files.exists(folder)) {
            return false;
        }
        for (FileStatus one : files.listStatus(folder)) {
            if (one.isDir() && files.exists(new Path(one.getPath(), "_metadata"))) {
                return true;
            }
        }
        return false;
    }
}
