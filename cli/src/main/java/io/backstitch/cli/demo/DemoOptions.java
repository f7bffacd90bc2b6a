package io.backstitch.cli.demo;

import io.backstitch.pipeline.job.JobOptions;

/**
 * What to demonstrate.
 *
 * @param shoppers how many
 * @param seed same seed, same traffic
 * @param faults whether Customer.io has a bad day
 * @param sabotage rule to break on purpose
 * @param parallelism of the job before it is stopped; afterwards it runs with one more
 */
public record DemoOptions(
        int shoppers, long seed, boolean faults, JobOptions.Sabotage sabotage, int parallelism) {

    /** Slots the cluster needs. */
    int slots() {
        return parallelism + 1;
    }
}
