package io.backstitch.cli.bench;

import io.backstitch.cli.demo.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A measurement and whether it counts.
 *
 * @param faults what makes it void, in words; empty if it counts
 * @param checks comparisons with the simulator's truth
 */
public record BenchResult(
        BenchOptions options, Measurement measurement, long checks, List<String> faults) {

    static BenchResult of(
            BenchOptions options,
            Measurement measurement,
            String unfinished,
            List<Verdict> verdicts) {
        List<String> faults = new ArrayList<>();
        if (unfinished != null) {
            faults.add(unfinished);
        }
        long checks = 0;
        for (Verdict verdict : verdicts) {
            checks += verdict.checked();
            if (!verdict.held()) {
                faults.add(
                        verdict.promise()
                                + " "
                                + verdict.promise().title()
                                + ": "
                                + verdict.violations()
                                + " of "
                                + verdict.checked()
                                + ", e.g. "
                                + verdict.examples().get(0));
            }
        }
        return new BenchResult(options, measurement, checks, List.copyOf(faults));
    }

    /** Whether the numbers mean anything. */
    public boolean valid() {
        return faults.isEmpty();
    }
}
