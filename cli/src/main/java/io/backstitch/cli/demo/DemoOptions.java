package io.backstitch.cli.demo;

import io.backstitch.pipeline.job.JobOptions;

/**
 * What to demonstrate.
 *
 * @param shoppers how many
 * @param seed same seed, same traffic
 * @param faults whether Customer.io has a bad day
 * @param sabotage rule to break on purpose
 * @param parallelism of the job before it is stopped
 * @param resumedParallelism after it was stopped with a savepoint; 0 if it is to run through
 */
public record DemoOptions(
        int shoppers,
        long seed,
        boolean faults,
        JobOptions.Sabotage sabotage,
        int parallelism,
        int resumedParallelism) {

    /** Slots the cluster needs. */
    int slots() {
        return Math.max(parallelism, resumedParallelism);
    }
}
