package io.backstitch.cli.run;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.stack.LocalFlink;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.cli.stack.StopSignal;
import io.backstitch.pipeline.job.BackstitchJob;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.pipeline.job.StateRefusedException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.util.ExceptionUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./backstitch run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job against your own Kafka, schema registry and Customer.io workspace.",
            "",
            "The job runs on a Flink cluster inside this process, which is enough for one machine;"
                    + " for more, give the same file and the job's jar to a Flink cluster. Only"
                    + " Flink's web UI listens, on 127.0.0.1.",
            "",
            "Ctrl-C (or kill) stops the job with a savepoint and prints how to go on from it; a"
                    + " second Ctrl-C ends at once, without. Start it again without --savepoint and"
                    + " it begins anew, at the offsets that the file says.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./backstitch run --check --config backstitch.yaml",
            "  ./backstitch run --config backstitch.yaml --parallelism 2",
            "  ./backstitch run --config backstitch.yaml --savepoint file:/data/savepoint-1a2b3c",
            "",
            "Exit codes: 0 stopped with a savepoint, or the check found nothing; 1 the job failed"
                    + " or the savepoint did; 2 the configuration is refused, or does not go with the savepoint: nothing was"
                    + " done."
        })
public final class RunCommand implements Callable<Integer> {
    /** A savepoint waits for what is under way to Customer.io. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long LOOK_MS = 1000;

    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration, YAML; docs/backstitch.example.yaml has every option.")
    private Path file;

    @Option(
            names = "--check",
            description = "Only check the file: all its faults in one message. Asks nobody.")
    private boolean check;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description =
                    "How many of each step run at once (default: flink.parallelism.default"
                            + " of the file, else 1).")
    private Integer parallelism;

    @Option(
            names = "--savepoint",
            paramLabel = "PATH",
            description = "Go on from this savepoint or retained checkpoint (its chk-N folder).")
    private String savepoint;

    @Override
    public Integer call() throws Exception {
        if (parallelism != null && parallelism < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--parallelism " + parallelism + ": expected 1 or more.");
        }
        RunConfig config;
        try {
            config = RunConfig.read(file);
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCodes.USAGE;
        }
        if (check) {
            say("The configuration is complete and consistent: " + file);
            return ExitCodes.OK;
        }
        try {
            BackstitchJob.preflight(config.job());
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCodes.USAGE;
        }
        int wanted = parallelism == null ? config.parallelism() : parallelism;
        return StopSignal.during(PATIENCE, this::stopping, stop -> run(config, wanted, stop));
    }

    private int run(RunConfig config, int wanted, StopSignal stop) throws Exception {
        say("Starting Flink in this process, parallelism " + wanted);
        try (RunFolder folder = RunFolder.create("run");
                LocalFlink flink = LocalFlink.start(folder.path(), wanted, config.cluster())) {
            JobID job = flink.submit(config.job(), wanted, savepoint);
            stop.check();
            say("The job is submitted" + (savepoint == null ? "" : ", going on from " + savepoint));
            say("Flink's web UI: " + flink.webUi() + "   Ctrl-C stops with a savepoint.");
            watch(flink, job, stop);
            return stopWithSavepoint(flink, job, config);
        } catch (Exception e) {
            StateRefusedException refused =
                    ExceptionUtils.findSerializedThrowable(
                                    e, StateRefusedException.class, getClass().getClassLoader())
                            .orElseThrow(() -> e);
            PrintWriter err = spec.commandLine().getErr();
            err.println("error: cannot go on from " + savepoint);
            err.println(refused.getMessage());
            return ExitCodes.USAGE;
        }
    }

    /** Tells when the job's state changes; returns when a signal came. */
    private void watch(LocalFlink flink, JobID job, StopSignal stop) throws Exception {
        JobStatus told = null;
        while (!stop.raised()) {
            try {
                JobStatus now = flink.status(job);
                if (now.isGloballyTerminalState()) {
                    flink.result(job); // throws what it failed with
                    throw new IllegalStateException("The job has ended: " + now);
                }
                if (now != told) {
                    say("The job is " + now);
                    told = now;
                }
                Thread.sleep(LOOK_MS);
            } catch (InterruptedException e) {
                // Looked at above: only a signal interrupts.
            }
        }
        // The signal may have come between two waits.
        Thread.interrupted();
    }

    private int stopWithSavepoint(LocalFlink flink, JobID job, RunConfig config) {
        try {
            String path = flink.stopWithSavepoint(job, config.savepoints());
            say("Stopped. Savepoint: " + path);
            say("Go on from it with: ./backstitch run --config " + file + " --savepoint " + path);
            return ExitCodes.OK;
        } catch (Exception e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("error: no savepoint: " + rootMessage(e));
            err.println(
                    "  Go on with --savepoint and the newest chk-N folder below"
                            + " flink.execution.checkpointing.dir; if there is none, nothing"
                            + " was done yet.");
            return ExitCodes.FAILED;
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private void stopping() {
        say("Stopping with a savepoint; this may take a minute. Ctrl-C again: at once, without.");
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
