package io.backstitch.cli.faults;

import java.util.ArrayList;
import java.util.List;

/** All faults there are, in the order in which they happen. */
final class FaultList {
    private FaultList() {}

    static List<Fault> all() {
        return List.of(
                new Calm(),
                new Poison(),
                new SchemaDrift(),
                new Outage(),
                new Flaky(),
                new Throttled(),
                new Stuck(),
                new LostAnswers(),
                new StaleConnections(),
                new PartialBatches(),
                new RefusedBatches(),
                new Credentials(),
                new Redirects(),
                new Disorder(),
                new BackPressure(),
                new QuietPartitions(),
                new TaskManagerLost(),
                new CrashAfterAnswer(),
                new CrashInOutage(),
                new LateOrder(),
                new Rescaled(),
                new BadDay(),
                new JobKilled(),
                new BrokerRestarted());
    }

    /** Its place among all. */
    static int numberOf(Fault fault) {
        return all().stream().map(Fault::name).toList().indexOf(fault.name());
    }

    /** Those asked for. */
    static List<Fault> chosen(FaultsOptions options) {
        List<Fault> chosen = new ArrayList<>();
        for (Fault fault : all()) {
            boolean wanted =
                    options.only().isEmpty()
                            ? fault.essential() || !options.shortForm()
                            : options.only().contains(fault.name());
            if (wanted) {
                chosen.add(fault);
            }
        }
        return chosen;
    }
}
