package io.backstitch.cli.demo;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.pipeline.job.JobOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
            "Starts Kafka, a schema registry, a Flink cluster and a Customer.io sandbox on this"
                    + " machine, stops the job with a savepoint half-way and resumes it at another"
                    + " parallelism, and shows beside it what naive forwarding makes of the same"
                    + " traffic. Stays up until Ctrl-C."
        })
public final class DemoCommand implements Callable<Integer> {
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
        DemoOptions options = new DemoOptions(shoppers, seed, faults, sabotage, 2);
        DemoReport report = new DemoReport(out, Paint.forThisTerminal(), options);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread onSignal =
                new Thread(
                        () -> {
                            stop.countDown();
                            await(stopped);
                        });
        Thread main = Thread.currentThread();
        try (RunFolder folder = RunFolder.create("demo");
                DemoRun run = DemoRun.start(options, report, folder.path(), report::json)) {
            Runtime.getRuntime().addShutdownHook(new Thread(main::interrupt));
            Runtime.getRuntime().addShutdownHook(onSignal);
            report.addresses(run.page(), run.naivePage(), run.flinkUi());
            DemoRun.Outcome outcome = run.run();
            report.outcome(outcome);
            if (!headless) {
                report.stayingUp(run.page());
                stop.await();
            }
            return outcome.allHeld() ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (InterruptedException e) {
            return ExitCodes.FAILED; // Ctrl-C: everything is closed, nothing to add
        } finally {
            stopped.countDown();
        }
    }

    /** The JVM leaves once all hooks are done: gives the command the time to clean up. */
    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
