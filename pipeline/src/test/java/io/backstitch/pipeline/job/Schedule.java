package io.backstitch.pipeline.job;

import io.backstitch.model.History;
import io.backstitch.model.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Many histories in one input: what arrives in which order, and what the clock says in between.
 *
 * <p>A tick stands before the reports that arrive at its time, and everything before it has been
 * done when they enter. So each history sees its own reports one after the other, or those of one
 * slot together, and the clock of all of them.
 */
final class Schedule {
    /**
     * What enters at once.
     *
     * @param time of the clock, for a tick; else when the report arrives
     * @param history whose report it is, or -1 for a tick
     * @param report null for a tick
     */
    record Entry(long time, int history, Report report) {
        boolean isTick() {
            return report == null;
        }
    }

    private static final long[] REST = {
        60_000, 2 * 3_600_000L, 28 * 3_600_000L, 900 * 24 * 3_600_000L
    };

    private final List<Entry> entries = new ArrayList<>();
    private final List<Long> ticks;
    private final List<Map<Long, List<Report>>> arrivals = new ArrayList<>();
    private final List<History> histories;

    Schedule(List<History> histories) {
        this.histories = histories;
        TreeMap<Long, List<Entry>> all = new TreeMap<>();
        for (int i = 0; i < histories.size(); i++) {
            arrivals.add(new TreeMap<>());
            for (History.Slot slot : histories.get(i).slots()) {
                if (slot.reports().isEmpty()) {
                    continue;
                }
                long time = slot.reports().get(0).arrival();
                arrivals.get(i).put(time, slot.reports());
                for (Report report : slot.reports()) {
                    all.computeIfAbsent(time, key -> new ArrayList<>())
                            .add(new Entry(report.arrival(), i, report));
                }
            }
        }
        for (long rest : REST) {
            all.put(all.lastKey() + rest, List.of());
        }
        ticks = List.copyOf(all.keySet());
        all.forEach(
                (time, reports) -> {
                    entries.add(new Entry(time, -1, null));
                    entries.addAll(reports);
                });
    }

    List<Entry> entries() {
        return entries;
    }

    int ticks() {
        return ticks.size();
    }

    /** The history as this schedule lets it happen: with every tick that there is. */
    History played(int history) {
        List<History.Slot> slots = new ArrayList<>();
        slots.add(new History.Slot(List.of(), ticks.get(0), History.Trouble.NONE));
        for (int i = 0; i + 1 < ticks.size(); i++) {
            List<Report> reports = arrivals.get(history).getOrDefault(ticks.get(i), List.of());
            slots.add(new History.Slot(reports, ticks.get(i + 1), History.Trouble.NONE));
        }
        History told = histories.get(history);
        return new History(told.races(), told.twists(), slots);
    }
}
