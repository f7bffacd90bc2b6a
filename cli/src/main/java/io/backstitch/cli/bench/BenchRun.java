package io.backstitch.cli.bench;

import io.backstitch.pipeline.job.JobOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;

/** One benchmark: a smaller run to warm the job's JVM up, then the measured one. */
public final class BenchRun {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_MS = 20;

    private final BenchOptions options;
    private final Path dir;
    private final Consumer<String> progress;

    /**
     * @param dir an empty folder for all files of the run
     * @param progress is told each step
     */
    public BenchRun(BenchOptions options, Path dir, Consumer<String> progress) {
        this.options = options;
        this.dir = dir;
        this.progress = progress;
    }

    /** Measures and judges. */
    public BenchResult run() throws Exception {
        try (JobProcess job = JobProcess.start(dir.resolve("job"), options.parallelism())) {
            if (options.warmUpShoppers() > 0) {
                progress.accept("warming up: " + options.warmUpShoppers() + " shoppers");
                try (Backlog backlog =
                        backlog("warm-up", options.warmUpShoppers(), options.seed() + 1)) {
                    drain(job, backlog, "warm-up");
                }
            }
            progress.accept("writing the records of " + options.shoppers() + " shoppers");
            try (Backlog backlog = backlog("measured", options.shoppers(), options.seed())) {
                progress.accept("measuring: " + backlog.events() + " events");
                Drained drained = drain(job, backlog, "measured");
                progress.accept("comparing the effects with the truth");
                return BenchResult.of(
                        options, drained.measurement, drained.unfinished, backlog.judge());
            }
        }
    }

    private Backlog backlog(String name, int shoppers, long seed) throws Exception {
        return Backlog.write(dir.resolve(name), shoppers, seed);
    }

    /**
     * @param unfinished why not everything has got its fate, or null
     */
    private record Drained(Measurement measurement, String unfinished) {}

    /** Runs the job until all of a backlog has its fate and nothing more happens, then ends it. */
    private Drained drain(JobProcess job, Backlog backlog, String name) throws Exception {
        Configuration config = backlog.jobConfig();
        config.set(JobOptions.SABOTAGE, options.sabotage());
        Path file = job.prepare(name, config);
        try (OutputEnds output = backlog.output()) {
            output.records(); // connects
            MachineTime machineBefore = MachineTime.now();
            Duration cpuBefore = job.cpu();
            long start = System.nanoTime();
            job.submit(file, options.parallelism());
            long seen = 0;
            long first = start;
            long last = start;
            Duration cpu = cpuBefore;
            MachineTime machine = machineBefore;
            while (true) {
                long fates = output.records();
                long effects = backlog.sandbox().summary().requests();
                long now = System.nanoTime();
                if (fates + effects != seen) {
                    first = seen == 0 ? now : first;
                    last = now;
                    seen = fates + effects;
                    cpu = job.cpu();
                    machine = MachineTime.now();
                }
                boolean complete = fates >= backlog.inputs();
                Duration quiet = Duration.ofNanos(now - last);
                boolean late = Duration.ofNanos(now - start).compareTo(options.timeLimit()) > 0;
                if (late || quiet.compareTo(complete ? QUIET : PATIENCE) > 0) {
                    String unfinished =
                            late || !complete ? unfinished(job, backlog, fates, late) : null;
                    job.cancel();
                    return new Drained(
                            new Measurement(
                                    backlog.events(),
                                    backlog.records(),
                                    operations(backlog),
                                    backlog.sandbox().summary().requests(),
                                    Duration.ofNanos(first - start),
                                    Duration.ofNanos(last - start),
                                    cpu == null ? null : cpu.minus(cpuBefore),
                                    machine.since(machineBefore)),
                            unfinished);
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    private static long operations(Backlog backlog) {
        return backlog.sandbox().summary().operations().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private String unfinished(JobProcess job, Backlog backlog, long fates, boolean late)
            throws Exception {
        String after =
                late
                        ? "the limit of " + options.timeLimit().toSeconds() + " s"
                        : PATIENCE.toSeconds() + " s without any progress";
        return "after "
                + after
                + " there are "
                + fates
                + " receipts and dead letters for "
                + backlog.inputs()
                + " inputs; the job is "
                + job.status();
    }
}
