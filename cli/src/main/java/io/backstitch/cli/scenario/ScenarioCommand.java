package io.backstitch.cli.scenario;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.pipeline.job.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./backstitch scenario}. */
@Command(
        name = "scenario",
        mixinStandardHelpOptions = true,
        description = {
            "Runs files that say what arrives and what should come of it, through the real job.",
            "",
            "A file lists records (mParticle batches, orders, anything raw) with the time at which"
                    + " each reaches Kafka. They go, one after the other on a simulated clock,"
                    + " through the whole job into Customer.io's stand-in; what is there in the end"
                    + " is compared with what the file expects: people, their attributes and"
                    + " activity in order, anonymous activity, journeys, dead letters, receipts,"
                    + " identity decisions, counters. Days pass in a second.",
            "",
            "Differences are printed side by side, person by person.",
            ""
        },
        footer = {
            "",
            "A least file:",
            "  inputs:",
            "    - mparticle: {device: w, event: Product Viewed, at: 09:00,"
                    + " properties: {product_id: p1}}",
            "    - mparticle: {device: w, user: 42, email: ann@shop.example, login: 42, at: 09:05}",
            "  expect:",
            "    people:",
            "      - {id: 42, email: ann@shop.example, activity: [product_viewed 09:00]}",
            "",
            "Examples:",
            "  ./backstitch scenario scenarios/",
            "  ./backstitch scenario --parallelism 4 mine.yaml",
            "",
            "docs/scenarios.md explains every field; scenarios/scenario.schema.json tells editors.",
            "",
            "Exit codes: 0 all as expected; 1 something differs, or the job failed; 2 a file cannot"
                    + " be run (each fault is named with line and field)."
        })
public final class ScenarioCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Scenario files, or folders of them (*.yaml).")
    private List<Path> files;

    @Option(
            names = "--parallelism",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "How many of each step of the job run at once; ${DEFAULT-VALUE} unless given."
                            + " The results are the same.")
    private int parallelism;

    @Override
    public Integer call() throws Exception {
        if (parallelism < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--parallelism " + parallelism + ": expected 1 or more.");
        }
        List<Path> all = expand();
        PrintWriter out = spec.commandLine().getOut();
        boolean coloured = System.console() != null && System.getenv("NO_COLOR") == null;
        Report report = new Report(out, coloured);
        List<Scenario> scenarios = new ArrayList<>();
        int bad = 0;
        for (Path file : all) {
            try {
                scenarios.add(ScenarioParser.read(file));
            } catch (BadScenarioException e) {
                report.bad(e);
                bad++;
            }
        }
        int failed = 0;
        if (!scenarios.isEmpty()) {
            try (RunFolder folder = RunFolder.create("scenario");
                    Theatre theatre = Theatre.open(folder.path(), parallelism)) {
                for (Scenario scenario : scenarios) {
                    int code = run(scenario, theatre, report);
                    failed += code == ExitCodes.FAILED ? 1 : 0;
                    bad += code == ExitCodes.USAGE ? 1 : 0;
                }
            }
        }
        int fine = all.size() - failed - bad;
        out.println(fine + " of " + all.size() + " as expected.");
        out.flush();
        return bad > 0 ? ExitCodes.USAGE : failed > 0 ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private static int run(Scenario scenario, Theatre theatre, Report report)
            throws InterruptedException {
        long start = System.nanoTime();
        try {
            List<Difference> differences = Comparison.of(scenario, theatre.play(scenario));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (differences.isEmpty()) {
                report.passed(scenario, took);
                return ExitCodes.OK;
            }
            report.differs(scenario, differences, took);
            return ExitCodes.FAILED;
        } catch (ConfigException e) {
            report.bad(refused(scenario, e));
            return ExitCodes.USAGE;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            report.failed(scenario.file(), why(e));
            return ExitCodes.FAILED;
        }
    }

    /** The job's faults, at the options they speak of. */
    private static BadScenarioException refused(Scenario scenario, ConfigException e) {
        Faults faults = new Faults();
        for (String fault : e.faults()) {
            Tree.Place place = new Tree.Place(1, 1, "options");
            String said = fault;
            for (String key : scenario.optionPlaces().keySet()) {
                if (fault.startsWith(key + ": ")) {
                    place = scenario.optionPlaces().get(key);
                    said = fault.substring(key.length() + 2);
                }
            }
            faults.add(place, said);
        }
        return new BadScenarioException(scenario.file(), faults.all());
    }

    private static String why(Throwable failure) {
        StringBuilder why = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            why.append("\n  because: ").append(cause);
        }
        return why.toString();
    }

    private List<Path> expand() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                try (Stream<Path> found = Files.list(file)) {
                    found.filter(path -> path.toString().endsWith(".yaml"))
                            .sorted()
                            .forEach(all::add);
                }
            } else if (Files.exists(file)) {
                all.add(file);
            } else {
                throw new ParameterException(
                        spec.commandLine(), file + ": there is no such file or folder.");
            }
        }
        if (all.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "No *.yaml file in " + files + ".");
        }
        return all;
    }
}
