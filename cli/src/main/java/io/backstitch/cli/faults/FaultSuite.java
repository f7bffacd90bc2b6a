package io.backstitch.cli.faults;

import io.backstitch.cli.demo.Progress;
import io.backstitch.cli.demo.Promise;
import io.backstitch.cli.demo.Verdict;
import io.backstitch.cli.faults.Stage.Health;
import io.backstitch.sandbox.customerio.Behaviour;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Lets the faults happen, one after the other, to one world. */
public final class FaultSuite {
    private static final Duration QUIET = Duration.ofMillis(1_200);
    private static final Duration NOTHING_MORE = Duration.ofSeconds(20);

    /** From the end of a trouble to the next checkpoint. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    /** On the shoppers' clock: longer than the traffic of one fault with all its deadlines. */
    private static final Duration FROM_FAULT_TO_FAULT = Duration.ofDays(6);

    private static final int NUMBERS_PER_FAULT = 10_000;

    private final FaultsOptions options;
    private final Progress progress;
    private final Consumer<FaultResult> results;

    /**
     * @param results is told each result as it comes
     */
    FaultSuite(FaultsOptions options, Progress progress, Consumer<FaultResult> results) {
        this.options = options;
        this.progress = progress;
        this.results = results;
    }

    /**
     * Runs.
     *
     * @param dir an empty folder for all files
     */
    List<FaultResult> run(Path dir) throws Exception {
        List<Fault> faults = FaultList.chosen(options);
        progress.step("Starting Kafka, the schema registry, Flink, the job, the fault proxy");
        List<FaultResult> all = new ArrayList<>();
        try (Stage stage = Stage.start(dir, options.sabotage())) {
            for (Fault fault : faults) {
                progress.step(
                        (all.size() + 1)
                                + " of "
                                + faults.size()
                                + "  "
                                + fault.name()
                                + ": "
                                + fault.what());
                FaultResult result = run(stage, fault);
                all.add(result);
                results.accept(result);
            }
        }
        return all;
    }

    private FaultResult run(Stage stage, Fault fault) throws Exception {
        long start = System.nanoTime();
        Simulation simulation = simulate(fault, FaultList.numberOf(fault));
        CustomerIoSandbox sandbox = stage.newSandbox(receiver(stage));
        WireBook wire = new WireBook();
        stage.proxy().observe(wire::saw);
        Health before = stage.health();
        try (Tape tape = new Tape(stage.parts().kafkaClient(), stage.registry());
                Watch watch = new Watch(sandbox, simulation.truth())) {
            Scene scene =
                    new Scene(stage, simulation, sandbox, tape, watch, wire, options.shortForm());
            scene.recovering();
            try {
                fault.happen(scene);
            } finally {
                stage.proxy().heal();
            }
            scene.shop(1);
            tape.flush();
            Judge judge = new Judge(scene);
            awaitAll(scene, judge);
            scene.check(
                    scene.await(RECOVERY, () -> isRecovered(scene)),
                    "no checkpoint in " + RECOVERY.toSeconds() + " s after the trouble");
            watch.close();
            long seconds = (System.nanoTime() - start) / 1_000_000_000L;
            return judged(fault, scene, judge, stage.health().since(before), seconds);
        }
    }

    private static SandboxOptions receiver(Stage stage) {
        return SandboxOptions.builder()
                .clock(Behaviour.ClockMode.TRAFFIC)
                .credentials(stage.parts().sandbox().options().siteId(), stage.apiKey())
                .build();
    }

    /**
     * Other people at a later time than in any fault before; the same whatever else is chosen.
     *
     * @param number of the fault among all
     */
    private Simulation simulate(Fault fault, int number) {
        long seed = options.seed() * 1_000_003 + fault.name().hashCode();
        SimulationOptions usual =
                SimulationOptions.of(
                        // Neighbouring seeds give shifted copies of one sequence.
                        new SplittableRandom(seed).nextLong(), options.shoppers() * fault.crowd());
        Instant start = usual.startTime().plus(FROM_FAULT_TO_FAULT.multipliedBy(number));
        Simulation simulation =
                ShopperSimulation.generate(
                        usual.withPartitions(Stage.PARTITIONS)
                                .startingAt(start, number * NUMBERS_PER_FAULT));
        List<SimulatedRecord> records = simulation.records();
        long end = records.get(records.size() - 1).kafkaTime();
        if (end >= start.plus(FROM_FAULT_TO_FAULT).toEpochMilli()) {
            throw new IllegalStateException("the traffic of " + fault.name() + " is too long");
        }
        return simulation;
    }

    /**
     * Until everything has its fate and nothing more happens, or nothing has happened for so long
     * that something must be wrong: then the judge will say what.
     */
    private void awaitAll(Scene scene, Judge judge) throws Exception {
        Stage stage = scene.stage();
        long last = -1;
        long since = System.nanoTime();
        boolean complete = false;
        while (true) {
            long now =
                    stage.receipts().size()
                            + stage.deadLetters().size()
                            + scene.wire().operations();
            if (now != last) {
                last = now;
                since = System.nanoTime();
                progress.soFar(
                        String.format(
                                Locale.ROOT,
                                "%,d effects of %,d inputs",
                                scene.watch().effects(),
                                scene.simulation().truth().inputs()));
            }
            isRecovered(scene);
            long quiet = System.nanoTime() - since;
            if (quiet > QUIET.toNanos()) {
                complete = complete || judge.isComplete(stage.receipts(), stage.deadLetters());
                if (complete || quiet > NOTHING_MORE.toNanos()) {
                    return;
                }
            }
            Thread.sleep(50);
        }
    }

    private static boolean isRecovered(Scene scene) throws Exception {
        return scene.recovery().tookMs() >= 0
                || scene.recovery().isOver(scene.stage().health().checkpoints());
    }

    private FaultResult judged(Fault fault, Scene scene, Judge judge, Health health, long seconds)
            throws Exception {
        List<Receipt> receipts = scene.stage().receipts();
        List<DeadLetter> letters = scene.stage().deadLetters();
        List<Verdict> verdicts = judge.promises(receipts, letters);
        scene.check(
                health.restarts() == scene.restartsExpected(),
                "the job was restarted "
                        + health.restarts()
                        + " times, expected "
                        + scene.restartsExpected());
        scene.check(
                scene.checkpointsMayFail()
                        || health.failed() <= Math.max(1, health.checkpoints() / 20),
                health.failed() + " checkpoints failed, " + health.checkpoints() + " did not");
        Watch watch = scene.watch();
        scene.check(watch.vanished() == 0, watch.vanished() + " effects have vanished again");
        return new FaultResult(
                fault.name(),
                fault.what(),
                scene.injected(),
                scene.simulation().truth().inputs() + scene.tape().extras().size(),
                watch.effects(),
                scene.sandbox().summary().duplicatesIgnored(),
                judge.deadLetters(letters),
                scene.wire().batches(),
                scene.wire().sentAgain(),
                health.restarts(),
                health.checkpoints(),
                health.failed(),
                watch.recoveredMs(),
                scene.recovery().tookMs(),
                seconds,
                Judge.violations(verdicts, Promise.P8, Promise.P9),
                Math.max(Judge.violations(verdicts, Promise.P5), watch.duplicated().size()),
                watch.invented().size(),
                Judge.violations(verdicts, Promise.P4, Promise.P3),
                judge.findings(verdicts, letters));
    }
}
