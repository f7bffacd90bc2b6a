package io.backstitch.cli.bench;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.demo.SabotageName;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.cli.stack.StopSignal;
import io.backstitch.pipeline.job.JobOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./backstitch bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures events per second, from records in a real broker to accepted effects at the"
                    + " Customer.io sandbox.",
            "",
            "All records are written before the clock starts. The job has a JVM of its own, warmed"
                    + " up by a smaller run; its CPU is counted without broker, schema registry,"
                    + " sandbox and judge. The number is void, and the exit code 1, unless the"
                    + " effects equal the simulator's ledger of truth."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int USUAL = 10_000;
    private static final int QUICK = 2_000;
    private static final int WARM_UP_SHARE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec private CommandSpec spec;

    @Option(
            names = "--quick",
            description = "With " + QUICK + " shoppers instead of " + USUAL + ": about a minute.")
    private boolean quick;

    @Option(names = "--shoppers", description = "How many shoppers, instead of either.")
    private Integer shoppers;

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "Same seed, same traffic (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--parallelism",
            defaultValue = "2",
            description = "Of the job, 1 to 16 (default ${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(
            names = "--time-limit",
            defaultValue = "90",
            paramLabel = "SECONDS",
            description =
                    "A run that takes longer is void (default ${DEFAULT-VALUE}). Raise it with the"
                            + " number of shoppers.")
    private int timeLimit;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the result there, as JSON.")
    private Path json;

    @Option(
            names = "--sabotage",
            defaultValue = "none",
            converter = SabotageName.class,
            paramLabel = "RULE",
            description =
                    "Break one rule on purpose, to see that the number becomes void (see demo"
                            + " --help).")
    private JobOptions.Sabotage sabotage;

    @Override
    public Integer call() throws Exception {
        BenchOptions options = options();
        return StopSignal.during(PATIENCE, () -> {}, stop -> measure(options));
    }

    private int measure(BenchOptions options) throws Exception {
        try (RunFolder folder = RunFolder.create("bench")) {
            return measure(options, folder.path(), spec.commandLine().getOut());
        }
    }

    private int measure(BenchOptions options, Path dir, PrintWriter out) throws Exception {
        TestBed bed = TestBed.here(Clock.systemUTC());
        BenchResult result = new BenchRun(options, dir, step -> say(out, step + " ...")).run();
        BenchReport report = new BenchReport(result, bed);
        say(out, System.lineSeparator() + report.text());
        if (json != null) {
            report.writeJson(json);
        }
        return result.valid() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private BenchOptions options() {
        int number = shoppers != null ? shoppers : quick ? QUICK : USUAL;
        require(number >= 1, "--shoppers is " + number + ", expected at least 1");
        require(
                parallelism >= 1 && parallelism <= 16,
                "--parallelism is " + parallelism + ", expected 1 to 16");
        require(timeLimit >= 1, "--time-limit is " + timeLimit + ", expected at least 1 s");
        return new BenchOptions(
                number,
                Math.max(1, number / WARM_UP_SHARE),
                seed,
                parallelism,
                sabotage,
                Duration.ofSeconds(timeLimit));
    }

    private void require(boolean ok, String otherwise) {
        if (!ok) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
