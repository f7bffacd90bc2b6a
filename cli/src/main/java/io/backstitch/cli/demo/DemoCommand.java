package io.backstitch.cli.demo;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.cli.stack.StopSignal;
import io.backstitch.pipeline.job.JobOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./backstitch demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs messy shopper traffic through the whole pipeline on real parts, and checks every"
                    + " promise against the truth.",
            "",
            "Starts Kafka, a schema registry, a Flink cluster and a Customer.io sandbox in this"
                    + " process and one beside it, on free ports of 127.0.0.1; stops the job with a"
                    + " savepoint half-way and resumes it at another parallelism; and shows beside"
                    + " it what naive forwarding makes of the same traffic. Needs about 3 GB of"
                    + " memory and a minute or two.",
            "",
            "Then it stays up, with a page to look around in, until Ctrl-C. Everything it writes is"
                    + " below target/ and goes with it, but for its log in target/logs.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./backstitch demo",
            "  ./backstitch demo --headless --shoppers 500 --seed 7 --faults",
            "  ./backstitch demo --headless --sabotage dedupe    (must exit 1 and name the"
                    + " promise)",
            "",
            "Exit codes: 0 every promise held; 1 one did not, or the run failed; 130 or 143 stopped"
                    + " by Ctrl-C or kill."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec private CommandSpec spec;

    @Option(
            names = "--shoppers",
            defaultValue = "2000",
            description = "How many shoppers (default ${DEFAULT-VALUE}).")
    private int shoppers;

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "Same seed, same traffic (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--faults",
            description = "Customer.io has a bad day: 429, 5xx, slow and lost answers, resets.")
    private boolean faults;

    @Option(names = "--headless", description = "End after the checks; for scripts and CI.")
    private boolean headless;

    @Option(
            names = "--sabotage",
            defaultValue = "none",
            converter = SabotageName.class,
            paramLabel = "RULE",
            description =
                    "Break one rule on purpose, to see that the checks notice: dedupe, stitch,"
                            + " order, late, identify, names, dead-letter or restore.")
    private JobOptions.Sabotage sabotage;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        DemoOptions options = new DemoOptions(shoppers, seed, faults, sabotage, 2, 3);
        DemoReport report = new DemoReport(out, Paint.forThisTerminal(), options);
        return StopSignal.during(PATIENCE, report::stopping, stop -> run(options, report, stop));
    }

    private int run(DemoOptions options, DemoReport report, StopSignal stop) throws Exception {
        try (RunFolder folder = RunFolder.create("demo");
                DemoRun run = DemoRun.start(options, report, folder.path(), report::json)) {
            report.addresses(run);
            stop.check();
            DemoRun.Outcome outcome = run.run();
            report.outcome(outcome);
            if (!headless) {
                stop.check();
                report.stayingUp(run.page());
                new CountDownLatch(1).await();
            }
            return outcome.allHeld() ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }
}
