package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Operation;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A delivery subtask without Flink: a manual clock, a scripted client, results written down. */
final class Desk {
    final ManualTimers timers = new ManualTimers();
    final ScriptedClient client = new ScriptedClient();
    final RecordingResults results = new RecordingResults();
    final MemoryLog log;
    final Pauses pauses = new Pauses();
    final SetAside setAside;
    final Checkpoints checkpoints = new Checkpoints();
    final Lanes lanes;
    final Dispatch dispatch;
    private final boolean canLookUp;
    private final String[] keysAndValues;

    Desk(boolean canLookUp, String... keysAndValues) {
        this(new MemoryLog(), List.of(), 1, canLookUp, keysAndValues);
    }

    /** One of so many subtasks of a level. */
    static Desk oneOf(int subtasks, String... keysAndValues) {
        return new Desk(new MemoryLog(), List.of(), subtasks, false, keysAndValues);
    }

    private Desk(
            MemoryLog log,
            Iterable<String> paused,
            int subtasks,
            boolean canLookUp,
            String... keysAndValues) {
        this.log = log;
        this.canLookUp = canLookUp;
        this.keysAndValues = keysAndValues;
        paused.forEach(pauses::restore);
        DeliverSettings settings = Ops.settings(keysAndValues);
        client.canLookUp = canLookUp;
        Settlement settlement =
                new Settlement(results, settings.maxOperationBytes(), client.canLookUp());
        setAside = setAside(settings);
        lanes = new Lanes(settlement, setAside, checkpoints, settings.maxOperationBytes());
        dispatch =
                new Dispatch(
                        settings,
                        subtasks,
                        lanes,
                        settlement,
                        client,
                        timers,
                        new DeliverMetrics(new UnregisteredMetricsGroup()),
                        pauses,
                        () -> {});
    }

    Desk(String... keysAndValues) {
        this(false, keysAndValues);
    }

    /** The subtask as it comes back from a checkpoint taken now. */
    Desk restarted() {
        Desk again = new Desk(log, pauses.names(), 1, canLookUp, keysAndValues);
        lanes.forEachUnderWay(o -> again.lanes.addUnderWay(o, again.timers.now()));
        lanes.forEachWaiting(o -> again.lanes.add(o, again.timers.now()));
        again.dispatch.pump();
        return again;
    }

    private SetAside setAside(DeliverSettings settings) {
        try {
            return new SetAside(log, pauses, settings.lanes());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    void pause(String... families) {
        command(true, families);
    }

    void resume(String... families) {
        command(false, families);
    }

    /** Lifts every pause, after so long. */
    void resume(long pausedMs) {
        pauses.obey(new Control.Pause(false, List.of(), timers.now()));
        lanes.reconsider(timers.now());
        dispatch.goOn(pausedMs);
    }

    private void command(boolean stop, String... families) {
        boolean was = pauses.isWhole();
        pauses.obey(new Control.Pause(stop, List.of(families), timers.now()));
        lanes.reconsider(timers.now());
        if (was && !pauses.isWhole()) {
            dispatch.goOn(0);
        }
        dispatch.pump();
    }

    /** Brings back what is no longer paused. */
    void lookOn() {
        try {
            while (setAside.isReturning()) {
                Operation returned = setAside.poll();
                if (returned != null) {
                    lanes.addUnderWay(returned, timers.now());
                }
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        dispatch.pump();
    }

    /** Nothing is left, neither in memory nor set aside. */
    boolean isEmpty() {
        return lanes.buffered() == 0 && setAside.size() == 0;
    }

    void add(Operation... operations) {
        for (Operation operation : operations) {
            lanes.add(operation, timers.now());
            dispatch.pump();
        }
    }

    /** Lets time pass until a request is open, at most an hour. */
    ScriptedClient.Request request() {
        long end = timers.now() + 3_600_000;
        while (client.open.isEmpty() && timers.now() < end && timers.ringNext()) {}
        if (client.open.isEmpty()) {
            throw new AssertionError("no request was sent; settled: " + results.settled);
        }
        return client.open.get(0);
    }

    void answer(Answer answer) {
        request();
        client.answer(answer);
    }

    void acceptEverything() {
        while (lanes.buffered() > 0) {
            answer(ScriptedClient.ok());
        }
    }

    /** Ids (or actions) of the operations in the open request. */
    List<String> inRequest() {
        return request().operations().stream()
                .map(op -> op.path("id").asText(op.path("action").asText()))
                .toList();
    }
}
