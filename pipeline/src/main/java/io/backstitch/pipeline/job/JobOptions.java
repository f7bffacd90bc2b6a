package io.backstitch.pipeline.job;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of the job as a whole. */
public final class JobOptions {
    private JobOptions() {}

    public static final ConfigOption<String> NAME =
            ConfigOptions.key("job.name")
                    .stringType()
                    .defaultValue("backstitch")
                    .withDescription("Name of the job in Flink.");

    public static final ConfigOption<Integer> MAX_PARALLELISM =
            ConfigOptions.key("job.max-parallelism")
                    .intType()
                    .defaultValue(128)
                    .withDescription(
                            "Upper bound of the parallelism for the life of the state; cannot be"
                                    + " changed for a job that continues from a savepoint.");

    public static final ConfigOption<Sabotage> SABOTAGE =
            ConfigOptions.key("development.sabotage")
                    .enumType(Sabotage.class)
                    .defaultValue(Sabotage.NONE)
                    .withDescription(
                            "Breaks one rule on purpose, to prove that the checks notice. Only with"
                                    + " customerio.development: true.");

    /** What can be broken on purpose; named after the rule. */
    public enum Sabotage {
        NONE,
        DEDUPE,
        STITCH,
        ORDER,
        LATE,
        IDENTIFY,
        NAMES,
        DEAD_LETTER,
        RESTORE,
        LANES,
        ULID,
        PROVISIONAL
    }
}
