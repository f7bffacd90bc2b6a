package io.backstitch.cli.bench;

import io.backstitch.pipeline.job.JobOptions;
import java.time.Duration;

/**
 * What to measure.
 *
 * @param shoppers of the measured run
 * @param warmUpShoppers of the run before it, in the same JVM, that is not measured; 0 for none
 * @param seed same seed, same traffic
 * @param parallelism of the job
 * @param sabotage rule to break on purpose
 * @param timeLimit how long each of the two runs may take
 */
public record BenchOptions(
        int shoppers,
        int warmUpShoppers,
        long seed,
        int parallelism,
        JobOptions.Sabotage sabotage,
        Duration timeLimit) {}
