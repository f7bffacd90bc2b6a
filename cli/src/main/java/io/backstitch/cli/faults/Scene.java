package io.backstitch.cli.faults;

import io.backstitch.sandbox.customerio.AcceptedEvent;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.FaultProxy;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** One fault's share of the world: its shoppers, its receiver, and what can be done to them. */
final class Scene {
    private static final int SLICES = 40;
    private static final long SLICE_PAUSE_MS = 40;
    private static final long DEADLINE_PAUSE_MS = 300;
    private static final long LAST_WORDS_MS = 150;

    private final Stage stage;
    private final Simulation simulation;
    private final CustomerIoSandbox sandbox;
    private final Tape tape;
    private final Watch watch;
    private final WireBook wire;
    private final boolean shortForm;
    private final List<Integer> pauses;
    private final Map<String, Object> injected = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private Writing writing = Tape::write;
    private final List<Crash> crashes = new ArrayList<>();
    private int written;
    private int losses;
    private boolean checkpointsMayFail;
    private Recovery recovery;

    /**
     * A failure of the job. What was decided after the last checkpoint is decided again afterwards,
     * perhaps in another order, since partitions are not read in step.
     *
     * @param receipts how many there were
     * @param accepted number of the last event that the receiver had taken
     */
    record Crash(int receipts, long accepted) {}

    /** How a shopper's record is written. */
    interface Writing {
        void write(Tape tape, SimulatedRecord next);
    }

    Scene(
            Stage stage,
            Simulation simulation,
            CustomerIoSandbox sandbox,
            Tape tape,
            Watch watch,
            WireBook wire,
            boolean shortForm) {
        this.stage = stage;
        this.simulation = simulation;
        this.sandbox = sandbox;
        this.tape = tape;
        this.watch = watch;
        this.wire = wire;
        this.shortForm = shortForm;
        this.pauses = new ArrayList<>(simulation.pauses());
    }

    Stage stage() {
        return stage;
    }

    FaultProxy proxy() {
        return stage.proxy();
    }

    CustomerIoSandbox sandbox() {
        return sandbox;
    }

    Simulation simulation() {
        return simulation;
    }

    Tape tape() {
        return tape;
    }

    Watch watch() {
        return watch;
    }

    WireBook wire() {
        return wire;
    }

    /** Seed of this fault alone. */
    long seed() {
        return simulation.options().seed();
    }

    /** A time in the long form, half of it in the short one. */
    Duration span(long ms) {
        return Duration.ofMillis(shortForm ? ms / 2 : ms);
    }

    void pause(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    /** Records are written like that from now on. */
    void writeBy(Writing newWriting) {
        writing = newWriting;
    }

    /** Lets the shoppers shop until that share of what they do is written, 0 to 1. */
    void shop(double share) throws Exception {
        List<SimulatedRecord> records = simulation.records();
        int until = position(share);
        int slice = Math.max(10, records.size() / SLICES);
        while (written < until) {
            int next = Math.min(until, written + slice);
            boolean deadline = !pauses.isEmpty() && pauses.get(0) <= next;
            next = deadline ? Math.max(written, pauses.remove(0)) : next;
            for (; written < next; written++) {
                writing.write(tape, records.get(written));
            }
            tape.flush();
            Thread.sleep(deadline ? DEADLINE_PAUSE_MS : SLICE_PAUSE_MS);
        }
    }

    /** Lets the shoppers shop until so many records are written, without a pause. */
    void shopUntil(int records) {
        for (; written < records; written++) {
            writing.write(tape, simulation.records().get(written));
        }
        tape.flush();
        pauses.removeIf(pause -> pause <= written);
    }

    /** How many records are written. */
    int written() {
        return written;
    }

    /** What only moves the clock is no shopping: much of it comes when hardly anybody shops. */
    private int position(double share) {
        List<SimulatedRecord> records = simulation.records();
        long shopping = records.stream().filter(record -> !record.onlyForTheClock()).count();
        long left = Math.round(share * shopping);
        if (left == shopping) {
            return records.size();
        }
        int position = 0;
        for (; left > 0; position++) {
            left -= records.get(position).onlyForTheClock() ? 0 : 1;
        }
        return position;
    }

    /** The fault has written everything itself. */
    void allWritten() {
        written = simulation.records().size();
    }

    /** Whether what was put in on purpose has become all its dead letters. */
    boolean extrasHaveTheirFate() throws Exception {
        tape.flush();
        return new Judge(this).extrasAreDead(stage.deadLetters());
    }

    /** Kafka time of the record that comes next. */
    long now() {
        List<SimulatedRecord> records = simulation.records();
        return records.get(Math.min(written, records.size() - 1)).kafkaTime();
    }

    /** The line behaves like that from now on. */
    void line(Conduct conduct) {
        proxy().conduct(conduct);
    }

    /** The line is well again. */
    void heal() throws Exception {
        proxy().heal();
        recovering();
    }

    /** The trouble is over: recovery begins. */
    void recovering() throws Exception {
        watch.expectRecovery();
        recovery = new Recovery(stage.health().checkpoints());
    }

    /** How the job gets back to completing checkpoints, from the last trouble on. */
    Recovery recovery() {
        return recovery;
    }

    /** For the report. */
    void injected(String what, Object count) {
        injected.put(what, count);
    }

    /** A finding of the fault's own, unless {@code ok}. */
    void check(boolean ok, String words) {
        if (!ok) {
            findings.add(words);
        }
    }

    /** Waits until it is so, or for that long; returns whether it is. */
    boolean await(Duration patience, Callable<Boolean> condition) throws Exception {
        long until = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    /** How a job is made to fail. */
    interface Failure {
        void happen() throws Exception;
    }

    /** The job fails with everything it has in memory, and Flink restarts it. */
    void loseTaskManager() throws Exception {
        losses++;
        fail(stage::loseTaskManager);
    }

    /** The job fails, and nobody is to wonder. */
    void fail(Failure failure) throws Exception {
        checkpointsMayFail = true;
        failure.happen();
        // What was on its way to the receiver arrives.
        Thread.sleep(LAST_WORDS_MS);
        long accepted = 0;
        for (AcceptedEvent event : sandbox.events()) {
            accepted = Math.max(accepted, event.activity().seq());
        }
        crashes.add(new Crash(stage.receipts().size(), accepted));
        recovering();
    }

    List<Crash> crashes() {
        return crashes;
    }

    /** The job is stopped and replaced in this fault: checkpoints that it was asked for fail. */
    void expectFailedCheckpoints() {
        checkpointsMayFail = true;
    }

    boolean checkpointsMayFail() {
        return checkpointsMayFail;
    }

    /** So often Flink has to restart the job, no more and no less. */
    int restartsExpected() {
        return losses;
    }

    Map<String, Object> injected() {
        return injected;
    }

    List<String> findings() {
        return findings;
    }
}
