package io.backstitch.pipeline.job;

import io.backstitch.pipeline.deliver.DeliverOptions;
import io.backstitch.pipeline.deliver.Preflight;
import io.backstitch.pipeline.ingest.IngestOptions;
import io.backstitch.pipeline.kafka.KafkaEnds;
import io.backstitch.pipeline.kafka.KafkaOptions;
import io.backstitch.pipeline.kafka.KafkaSettings;
import io.backstitch.pipeline.options.OptionReader;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.function.SerializableSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job: reads the configuration, checks all of it, wires the topology, runs. */
public final class BackstitchJob {
    private static final Logger LOG = LoggerFactory.getLogger(BackstitchJob.class);

    /** The checkpoint timeout is at least so many request timeouts. */
    private static final int TIMEOUTS_APART = 4;

    private BackstitchJob() {}

    /**
     * @param args {@code --config FILE}
     */
    public static void main(String[] args) throws Exception {
        Configuration config = ConfigFile.read(file(args));
        preflight(config);
        assemble(config).execute(config.get(JobOptions.NAME));
    }

    private static Path file(String[] args) {
        if (args.length == 2 && args[0].equals("--config")) {
            return Path.of(args[1]);
        }
        throw new ConfigException(
                List.of("say where the configuration is: --config /path/to/backstitch.yaml"));
    }

    /**
     * Checks a configuration without building anything and without asking anybody.
     *
     * @throws ConfigException with every fault of the configuration in one message
     */
    public static void check(Configuration config) {
        Checked.of(config);
    }

    /**
     * Checks a configuration, and asks Customer.io whether the credentials and the region are
     * right. Waits at most ten seconds; without an answer it lets the job start. So it does
     * whatever the answer, where a running job is taken over by another JobManager: delivery keeps
     * everything until the key is right again, and a job that does not start keeps nothing.
     *
     * @throws ConfigException with every fault of the configuration in one message
     */
    public static void preflight(Configuration config) {
        Checked checked = Checked.of(config);
        List<String> faults = new ArrayList<>();
        Preflight.check(config, checked.settings().deliver(), faults);
        if (faults.isEmpty()) {
            return;
        }
        if (!Recovery.isLikely(checked.env().getConfiguration())) {
            throw new ConfigException(faults);
        }
        LOG.error("The job goes on from its checkpoints all the same: {}", faults);
    }

    private record Checked(
            KafkaSettings kafka, PipelineSettings settings, StreamExecutionEnvironment env) {
        static Checked of(Configuration config) {
            List<String> faults = new ArrayList<>();
            KnownOptions.check(config, faults);
            KafkaSettings kafka = KafkaSettings.from(config, faults);
            PipelineSettings settings = PipelineSettings.from(config, faults);
            StreamExecutionEnvironment env = environment(config, faults);
            if (!faults.isEmpty()) {
                throw new ConfigException(List.copyOf(new LinkedHashSet<>(faults)));
            }
            return new Checked(kafka, settings, env);
        }
    }

    /**
     * Builds the job, ready to execute.
     *
     * @throws ConfigException with every fault of the configuration in one message
     */
    public static StreamExecutionEnvironment assemble(Configuration config) {
        return assemble(config, KafkaEnds::sourceParallelism);
    }

    /**
     * Builds the job between ends of the caller's own instead of Kafka's, from the same
     * configuration, checked the same way.
     *
     * @param source adds the raw records, with watermarks, to the environment
     * @param sinks take the results
     * @throws ConfigException with every fault of the configuration in one message
     */
    public static StreamExecutionEnvironment assemble(
            Configuration config,
            Function<StreamExecutionEnvironment, DataStream<RawRecord>> source,
            Sinks sinks) {
        Checked checked = Checked.of(config);
        StreamExecutionEnvironment env = checked.env();
        Topology.build(source.apply(env), checked.settings(), sinks);
        return env;
    }

    /**
     * Builds the job without its deliveries: nothing is sent to anybody. For a bounded source: what
     * is held at its end leaves then, and there are no checkpoints.
     *
     * @param source adds the raw records, with watermarks, to the environment
     * @param registries opens the schema registry, once per task; null for the configuration's own
     * @param watch takes what comes out
     * @throws ConfigException with every fault of the configuration in one message
     */
    public static StreamExecutionEnvironment rehearse(
            Configuration config,
            Function<StreamExecutionEnvironment, DataStream<RawRecord>> source,
            SerializableSupplier<SchemaRegistry> registries,
            Consumer<Rehearsal> watch) {
        Configuration bounded = new Configuration(config);
        bounded.set(KafkaOptions.FIRE_AT_END, true);
        Checked checked = Checked.of(bounded);
        StreamExecutionEnvironment env = checked.env();
        env.getCheckpointConfig().disableCheckpointing();
        PipelineSettings settings = checked.settings();
        watch.accept(
                Topology.rehearse(
                        source.apply(env),
                        settings,
                        registries == null ? settings.ingest() : settings.ingest(registries)));
        return env;
    }

    /** How many subtasks should read these topics; the real one asks Kafka. */
    interface SourceSize {
        int of(KafkaEnds ends, List<String> topics, int wanted);
    }

    static StreamExecutionEnvironment assemble(Configuration config, SourceSize size) {
        Checked checked = Checked.of(config);
        StreamExecutionEnvironment env = checked.env();
        KafkaEnds ends = new KafkaEnds(checked.kafka());
        List<String> topics = topics(config, ends);
        DataStream<RawRecord> commands =
                checked.kafka().controlTopic() == null
                        ? null
                        : env.fromSource(
                                        ends.control(),
                                        WatermarkStrategy.noWatermarks(),
                                        "Kafka, control")
                                .uid(Uids.CONTROL_SOURCE)
                                .setParallelism(1);
        Topology.build(
                env.fromSource(ends.source(topics), ends.clock(), "Kafka")
                        .uid(Uids.SOURCE)
                        .setParallelism(size.of(ends, topics, env.getParallelism())),
                commands,
                checked.settings(),
                new Sinks(
                        to(ends.receipts(), "Receipts", Uids.RECEIPTS),
                        to(ends.deadLetters(), "Dead letters", Uids.DEAD_LETTERS),
                        to(ends.identityAudit(), "Identity audit", Uids.IDENTITY_AUDIT),
                        to(ends.balance(), "Balance", Uids.BALANCE),
                        checked.kafka().violationsTopic() == null
                                ? null
                                : to(ends.violations(), "Violations", Uids.VIOLATIONS)));
        return env;
    }

    private static List<String> topics(Configuration config, KafkaEnds ends) {
        Map<String, Predicate<String>> patterns = new TreeMap<>();
        for (String pattern : IngestOptions.patterns(config)) {
            patterns.put(pattern, topic -> IngestOptions.matches(pattern, topic));
        }
        return ends.topics(IngestOptions.topics(config), patterns);
    }

    private static <T> Consumer<DataStream<T>> to(Sink<T> sink, String name, String uid) {
        return stream -> stream.sinkTo(sink).name(name).uid(uid);
    }

    /** Flink as the job needs it, checkpoints on; what the file says goes first. */
    private static StreamExecutionEnvironment environment(
            Configuration config, List<String> faults) {
        try {
            StreamExecutionEnvironment env = environment(config);
            if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
                faults.add(
                        "flink.execution.checkpointing.interval: missing; without checkpoints"
                                + " nothing survives a failure. Try 10 s.");
            }
            checkTimeouts(config, env.getCheckpointConfig().getCheckpointTimeout(), faults);
            return env;
        } catch (IllegalArgumentException e) {
            unreadable(e, config, faults);
            return null;
        }
    }

    /** A checkpoint that could fail because a request is slow would fail all the time. */
    private static void checkTimeouts(
            Configuration config, long checkpointMs, List<String> faults) {
        long request = new OptionReader(config, faults).millis(DeliverOptions.REQUEST_TIMEOUT);
        if (checkpointMs < TIMEOUTS_APART * request) {
            faults.add(
                    ConfigFile.FLINK
                            + CheckpointingOptions.CHECKPOINTING_TIMEOUT.key()
                            + ": "
                            + checkpointMs
                            + " ms, must be at least "
                            + TIMEOUTS_APART
                            + " times "
                            + DeliverOptions.REQUEST_TIMEOUT.key()
                            + ", "
                            + request
                            + " ms");
        }
    }

    /** Names the option, not its value: Flink's own message quotes it, and it may be a secret. */
    private static void unreadable(
            IllegalArgumentException e, Configuration config, List<String> faults) {
        String message = String.valueOf(e.getMessage());
        for (String key : config.keySet()) {
            boolean flinks = key.startsWith(ConfigFile.FLINK);
            if (flinks && message.contains(key.substring(ConfigFile.FLINK.length()))) {
                faults.add(key + ": its value cannot be read");
                return;
            }
        }
        if (faults.isEmpty()) {
            faults.add(ConfigFile.FLINK + "*: Flink cannot read one of its options");
        }
    }

    private static StreamExecutionEnvironment environment(Configuration config) {
        Configuration flink = new Configuration();
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        flink.addAll(ConfigFile.flink(config));
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.MAX_PARALLELISM, config.get(JobOptions.MAX_PARALLELISM));
        flink.set(PipelineOptions.NAME, config.get(JobOptions.NAME));
        return StreamExecutionEnvironment.getExecutionEnvironment(flink);
    }
}
