package io.backstitch.pipeline.deliver;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves when told to. */
final class ManualTimers implements Timers {
    private record Alarm(long time, long number, Runnable task) {}

    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(
                    Comparator.comparingLong(Alarm::time).thenComparingLong(Alarm::number));
    private long now = 1_000_000;
    private long number;

    @Override
    public long now() {
        return now;
    }

    @Override
    public void at(long time, Runnable task) {
        alarms.add(new Alarm(time, number++, task));
    }

    /** Moves to the next alarm and rings it; false if none is set. */
    boolean ringNext() {
        Alarm alarm = alarms.poll();
        if (alarm == null) {
            return false;
        }
        now = Math.max(now, alarm.time());
        alarm.task().run();
        return true;
    }

    void advance(long millis) {
        long end = now + millis;
        while (!alarms.isEmpty() && alarms.peek().time() <= end) {
            ringNext();
        }
        now = end;
    }
}
