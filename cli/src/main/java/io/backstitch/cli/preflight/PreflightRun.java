package io.backstitch.cli.preflight;

import io.backstitch.cli.stack.LocalFlink;
import io.backstitch.pipeline.job.BackstitchJob;
import io.backstitch.pipeline.job.Rehearsal;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Sends a sample through the job as it is, without its deliveries, in a Flink of this process. What
 * the job and the watches keep is in RocksDB, on disk: memory stays the same for any sample.
 */
final class PreflightRun {
    private static final long LOOK_MS = 200;
    private static final String[] MEASURES = {
        "rocksdb.estimate-live-data-size", "rocksdb.cur-size-active-mem-table"
    };

    private final Sample sample;
    private final Configuration config;
    private final SerializableSupplier<SchemaRegistry> registries;
    private final String primary;
    private final boolean twins;
    private final String run = UUID.randomUUID().toString();

    /**
     * @param config the user's; what only deliveries need is filled in
     * @param registries opens the registry, null for the configuration's
     * @param primary level of Customer.io's primary identifier
     * @param twins whether several sources report what shoppers do
     */
    PreflightRun(
            Sample sample,
            Configuration config,
            SerializableSupplier<SchemaRegistry> registries,
            String primary,
            boolean twins) {
        this.sample = sample;
        this.config = config;
        this.registries = registries;
        this.primary = primary;
        this.twins = twins;
    }

    /**
     * What was found.
     *
     * @param refused profile attributes that could not be brought into their form, by name
     * @param junk placeholders that stood where an identifier is due
     * @param stateBytes largest live size of all state, as RocksDB estimates it
     */
    record Result(
            Counts counts,
            Map<String, Long> refused,
            long junk,
            long records,
            long outOfOrder,
            long first,
            long last,
            long stateBytes) {}

    /**
     * Runs to the end.
     *
     * @param dir for files; the caller's to delete
     * @param progress told a few times a second
     */
    Result run(Path dir, int parallelism, Consumer<Odometer> progress) throws Exception {
        StreamExecutionEnvironment env =
                BackstitchJob.rehearse(filledIn(dir), this::source, registries, this::watch);
        env.setParallelism(parallelism);
        Odometer odometer = Odometer.of(run);
        try (LocalFlink flink = LocalFlink.start(dir, parallelism, Meter.flinkOptions())) {
            JobID job = flink.submit(env, null);
            long state = 0;
            while (!flink.status(job).isGloballyTerminalState()) {
                progress.accept(odometer);
                long live = 0;
                for (String measure : MEASURES) {
                    live += Meter.gauge(job.toString(), measure);
                }
                state = Math.max(state, live);
                Thread.sleep(LOOK_MS);
            }
            progress.accept(odometer);
            return result(flink, job, odometer, state);
        } finally {
            Odometer.forget(run);
        }
    }

    private static Result result(LocalFlink flink, JobID job, Odometer odometer, long state)
            throws Exception {
        if (flink.status(job) != JobStatus.FINISHED) {
            try {
                flink.result(job);
            } catch (Exception e) {
                Throwable root = e;
                while (root.getCause() != null) {
                    root = root.getCause();
                }
                throw new IllegalStateException(
                        "The sample could not be read to its end: " + root.getMessage(),
                        ExceptionUtils.stripExecutionException(e));
            }
        }
        Counts counts = Counts.sum(flink.result(job).getAllAccumulatorResults());
        String name = job.toString();
        Result result =
                new Result(
                        counts,
                        Meter.refusedAttributes(name),
                        Meter.count(name, "junkIdentifier"),
                        odometer.records,
                        odometer.back,
                        odometer.firstArrival,
                        odometer.lastArrival,
                        state);
        Meter.forget(name);
        return result;
    }

    private DataStream<RawRecord> source(StreamExecutionEnvironment env) {
        return env.fromSequence(1, 1)
                .uid("preflight-start")
                .setParallelism(1)
                .transform("Read the sample", RawRecord.TYPE, new SampleReader(sample, run))
                .uid("preflight-sample")
                .setParallelism(1);
    }

    private void watch(Rehearsal rehearsal) {
        end(
                rehearsal
                        .entered()
                        .process(new EntryWatch(primary, twins), Fact.TYPE)
                        .uid("preflight-entered")
                        .setParallelism(1)
                        .keyBy(fact -> fact.f0, Types.STRING)
                        .process(new FactBook(), Types.LONG)
                        .uid("preflight-facts"),
                "facts");
        end(
                rehearsal
                        .operations()
                        .keyBy(Operation::person, Types.STRING)
                        .process(new PersonWatch(), Types.LONG)
                        .uid("preflight-people"),
                "people");
        end(
                rehearsal
                        .deadLetters()
                        .process(new TraceWatch.Letters(), Types.LONG)
                        .uid("preflight-letters")
                        .setParallelism(1),
                "letters");
        end(
                rehearsal
                        .receipts()
                        .process(new TraceWatch.Receipts(), Types.LONG)
                        .uid("preflight-receipts")
                        .setParallelism(1),
                "receipts");
        end(
                rehearsal
                        .audits()
                        .process(new TraceWatch.Audits(), Types.LONG)
                        .uid("preflight-audits")
                        .setParallelism(1),
                "audits");
    }

    private static void end(DataStream<Long> stream, String name) {
        stream.sinkTo(new DiscardingSink<>()).uid("preflight-end-" + name);
    }

    /** Nothing is delivered, so that nothing that deliveries need has to be there. */
    private Configuration filledIn(Path dir) throws IOException {
        Configuration all = new Configuration(config);
        Path secret = dir.resolve("no-secret");
        Files.writeString(secret, "no secret, nothing is delivered", StandardCharsets.UTF_8);
        missing(all, "kafka.bootstrap-servers", "127.0.0.1:9");
        missing(all, "schema-registry.url", "http://127.0.0.1:9");
        missing(all, "customerio.site-id", "none");
        for (String key :
                new String[] {
                    "customerio.api-key-file", "customerio.app-api-key-file", "ulid.key-file"
                }) {
            if (!all.containsKey(key) || !Files.isReadable(Path.of(all.getString(key, "")))) {
                all.setString(key, secret.toString());
            }
        }
        missing(all, "orders.history", "from_empty");
        missing(all, "flink.execution.checkpointing.interval", "10min");
        all.removeKey("flink.execution.checkpointing.dir");
        all.setString("flink.state.backend.rocksdb.metrics.estimate-live-data-size", "true");
        all.setString("flink.state.backend.rocksdb.metrics.cur-size-active-mem-table", "true");
        all.setString("flink.restart-strategy.type", "none");
        return all;
    }

    private static void missing(Configuration all, String key, String value) {
        if (!all.containsKey(key)) {
            all.setString(key, value);
        }
    }
}
