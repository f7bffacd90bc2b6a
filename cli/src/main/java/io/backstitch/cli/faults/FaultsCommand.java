package io.backstitch.cli.faults;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.cli.stack.StopSignal;
import io.backstitch.pipeline.job.JobOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./backstitch faults}. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Breaks what can break, one fault after the other, and compares the effects at the"
                    + " receiver with the truth: nothing missing, nothing twice, nothing invented,"
                    + " everybody's events in order.",
            "",
            "Starts Kafka, a schema registry, Flink with the job, and a fault proxy before a"
                    + " stand-in for Customer.io, on free ports of 127.0.0.1. Needs about 3 GB of"
                    + " memory; all faults take some minutes, the short form two or so. Everything"
                    + " it writes is below target/ and goes with it, but for the report and its log"
                    + " in target/logs.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./backstitch faults --list",
            "  ./backstitch faults --seed 7 --report target/faults",
            "  ./backstitch faults --only outage,lost-answers",
            "  ./backstitch faults --short --sabotage ulid    (must exit 1)",
            "",
            "Exit codes: 0 every fault was survived; 1 one was not, or the run failed; 2 there is no"
                    + " such fault; 130 or 143 stopped by Ctrl-C or kill."
        })
public final class FaultsCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec private CommandSpec spec;

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "Same seed, same traffic and plan of faults (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--short", description = "The essential faults with fewer shoppers; for CI.")
    private boolean shortForm;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "These faults alone; --list names them.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "Name the faults and end.")
    private boolean list;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write faults.md and faults.json there.")
    private Path report;

    @Option(
            names = "--sabotage",
            paramLabel = "RULE",
            description =
                    "Break one rule on purpose, to see that the checks notice: ulid (random ids),"
                            + " lanes (no order per person) restore (forgets what waited) or"
                            + " provisional (announces what no checkpoint knows).")
    private String sabotage;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            FaultList.all()
                    .forEach(
                            fault ->
                                    out.printf(
                                            Locale.ROOT,
                                            "%-20s%s%s%n",
                                            fault.name(),
                                            fault.essential() ? "* " : "  ",
                                            fault.what()));
            out.println("* in the short form too");
            return ExitCodes.OK;
        }
        FaultsOptions options = new FaultsOptions(seed, shortForm, known(), rule());
        FaultsReport told = new FaultsReport(out, options);
        return StopSignal.during(PATIENCE, told::stopping, stop -> run(options, told));
    }

    private int run(FaultsOptions options, FaultsReport told) throws Exception {
        try (RunFolder folder = RunFolder.create("faults");
                FaultsReport toEnd = told) {
            List<FaultResult> results =
                    new FaultSuite(options, told, told::result).run(folder.path());
            toEnd.table(results);
            if (report != null) {
                toEnd.write(report, results);
            }
            return results.stream().allMatch(FaultResult::survived)
                    ? ExitCodes.OK
                    : ExitCodes.FAILED;
        }
    }

    private List<String> known() {
        List<String> names = FaultList.all().stream().map(Fault::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no fault '" + name + "'; there are " + String.join(", ", names));
            }
        }
        return only;
    }

    private JobOptions.Sabotage rule() {
        if (sabotage == null) {
            return JobOptions.Sabotage.NONE;
        }
        return switch (sabotage) {
            case "ulid" -> JobOptions.Sabotage.ULID;
            case "lanes" -> JobOptions.Sabotage.LANES;
            case "restore" -> JobOptions.Sabotage.RESTORE;
            case "provisional" -> JobOptions.Sabotage.PROVISIONAL;
            default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "'" + sabotage + "' is none of ulid, lanes, restore, provisional");
        };
    }
}
