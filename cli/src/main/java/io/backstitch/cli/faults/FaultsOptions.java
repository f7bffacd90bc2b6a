package io.backstitch.cli.faults;

import io.backstitch.pipeline.job.JobOptions;
import java.util.List;

/**
 * What to run.
 *
 * @param seed same seed, same traffic and same plan of faults
 * @param shortForm the essential faults, fewer shoppers
 * @param only names of faults; empty for all
 * @param sabotage rule to break on purpose
 */
public record FaultsOptions(
        long seed, boolean shortForm, List<String> only, JobOptions.Sabotage sabotage) {
    private static final int SHOPPERS = 60;
    private static final int FEW = 25;

    public FaultsOptions {
        only = List.copyOf(only);
    }

    int shoppers() {
        return shortForm ? FEW : SHOPPERS;
    }
}
