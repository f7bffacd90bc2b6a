package io.backstitch.cli.stack;

import io.backstitch.pipeline.job.BackstitchJob;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/** A Flink cluster in this process, with its web UI on a free loopback port. */
public final class LocalFlink implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long RETRY_MS = 300;

    private final MiniCluster cluster;

    /** Number of the one that is there. */
    private int taskManager;

    private LocalFlink(MiniCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * @param dir where Flink may put its files
     * @param slots highest parallelism of a job
     */
    public static LocalFlink start(Path dir, int slots) throws Exception {
        return start(dir, slots, new Configuration());
    }

    /**
     * @param dir where Flink may put its files
     * @param slots highest parallelism of a job
     * @param options Flink's options, over our own; where it listens is not theirs to say
     */
    public static LocalFlink start(Path dir, int slots, Configuration options) throws Exception {
        Configuration config = new Configuration();
        config.setString("rest.bind-port", "0");
        config.setString("rest.port", "0");
        config.setString("io.tmp.dirs", dir.resolve("flink-tmp").toString());
        config.setString("web.tmpdir", dir.resolve("flink-web").toString());
        config.setString("taskmanager.memory.network.min", "128m");
        config.setString("taskmanager.memory.network.max", "128m");
        config.setString("taskmanager.memory.managed.size", "384m");
        config.setString("taskmanager.memory.segment-size", "16kb");
        config.setString("web.refresh-interval", "3000");
        config.addAll(options);
        config.setString("web.submit.enable", "false");
        for (String key :
                new String[] {
                    "rest.address",
                    "rest.bind-address",
                    "jobmanager.rpc.address",
                    "jobmanager.bind-host",
                    "taskmanager.host",
                    "taskmanager.bind-host"
                }) {
            config.setString(key, "127.0.0.1");
        }
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(config)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .build());
        cluster.start();
        return new LocalFlink(cluster);
    }

    /** Address of Flink's web UI. */
    public URI webUi() throws Exception {
        return cluster.getRestAddress().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Submits the job as production would run it.
     *
     * @param savepoint to continue from, or null
     */
    public JobID submit(Configuration config, int parallelism, String savepoint) throws Exception {
        Configuration sized = new Configuration(config);
        sized.setString("flink.parallelism.default", Integer.toString(parallelism));
        StreamExecutionEnvironment env = BackstitchJob.assemble(sized);
        return submit(env, savepoint);
    }

    /**
     * Submits an assembled job.
     *
     * @param savepoint to continue from, or null
     */
    public JobID submit(StreamExecutionEnvironment env, String savepoint) throws Exception {
        JobGraph graph = env.getStreamGraph().getJobGraph();
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        }
        return cluster.submitJob(graph).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getJobID();
    }

    public JobStatus status(JobID job) throws Exception {
        return cluster.getJobStatus(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** How a job's checkpoints went so far. */
    public CheckpointStatsCounts checkpoints(JobID job) throws Exception {
        CheckpointStatsSnapshot all =
                cluster.getExecutionGraph(job)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .getCheckpointStatsSnapshot();
        return all.getCounts();
    }

    /** Takes a checkpoint now, and waits for it. */
    public void checkpoint(JobID job) throws Exception {
        cluster.triggerCheckpoint(job, CheckpointType.FULL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The task manager goes, with all its tasks in whatever they are at, and another one comes. */
    public void replaceTaskManager() throws Exception {
        cluster.startTaskManager();
        cluster.terminateTaskManager(taskManager++).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Takes a savepoint and stops; returns where it is. */
    public String stopWithSavepoint(JobID job, Path dir) throws Exception {
        return stopWithSavepoint(job, dir.toUri().toString());
    }

    /** Takes a savepoint below a URI or path and stops; returns where it is. */
    public String stopWithSavepoint(JobID job, String target) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return cluster.stopWithSavepoint(job, target, false, SavepointFormatType.CANONICAL)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                // A job is called running before all its tasks are.
                if (!tooEarly(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(RETRY_MS);
            }
        }
    }

    private static boolean tooEarly(ExecutionException failure) {
        return ExceptionUtils.findThrowableWithMessage(
                        failure, CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING.message())
                .isPresent();
    }

    /**
     * Waits for a job that is ending.
     *
     * @return what it leaves: its accumulators
     * @throws org.apache.flink.runtime.client.JobExecutionException with what it failed with
     */
    public JobExecutionResult result(JobID job) throws Exception {
        return cluster.requestJobResult(job)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .toJobExecutionResult(getClass().getClassLoader());
    }

    /** Ends a job without keeping its state. */
    public void cancel(JobID job) throws Exception {
        cluster.cancelJob(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Cancels all jobs; returns within ten seconds. */
    public void clear() {
        // A job that is not cancelled first sees the cluster vanish under it and tries to recover.
        Closing.within(Duration.ofSeconds(10), "the jobs", this::cancelAll);
    }

    /** Cancels what still runs, then stops the cluster; returns within a minute. */
    @Override
    public void close() {
        clear();
        Closing.within(Duration.ofSeconds(15), "the Flink cluster", cluster);
    }

    private void cancelAll() throws Exception {
        for (JobStatusMessage job : cluster.listJobs().get(5, TimeUnit.SECONDS)) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get(5, TimeUnit.SECONDS);
                cluster.requestJobResult(job.getJobId()).get(8, TimeUnit.SECONDS);
            }
        }
    }
}
