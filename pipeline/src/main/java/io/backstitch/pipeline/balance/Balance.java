package io.backstitch.pipeline.balance;

import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.BalanceCell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.util.OutputTag;

/**
 * What one subtask has done with input events, by topic and hour of Kafka time.
 *
 * <p>Lives in memory and is written to state with each checkpoint, so after a failure it stands
 * where the events stand, and a repeat is not counted twice. At a rescale the numbers are spread
 * over the new subtasks as they come: only the sum over all of them means something. Costs two look
 * ups in small maps per bundle; bounded, since beyond {@link #HOURS} hours of a topic the oldest
 * become one. Not thread-safe.
 */
public final class Balance {
    public static final OutputTag<BalanceAudit> AUDIT =
            new OutputTag<>("balance", WireSerializer.BALANCE_AUDIT);

    /** Hours of a topic that are told apart. */
    static final int HOURS = 49;

    /** All hours of a topic that are not told apart any more. */
    private static final long EARLIER = Long.MIN_VALUE;

    private static final String UNTIL = "until";
    private static final long HOUR = 3_600_000L;

    private final ListState<Tuple4<String, Long, String, Long>> stored;
    private final TreeMap<String, TreeMap<Long, Cell>> topics = new TreeMap<>();
    private String lastTopic;
    private long lastHour;
    private Cell last;

    /** Numbers by name. */
    private static final class Cell {
        final Map<String, long[]> counts = new HashMap<>();

        void add(String name, long more) {
            counts.computeIfAbsent(name, none -> new long[1])[0] += more;
        }

        void addAll(Cell other) {
            other.counts.forEach((name, count) -> add(name, count[0]));
        }

        long get(String name) {
            long[] count = counts.get(name);
            return count == null ? 0 : count[0];
        }
    }

    /** Takes up where the last checkpoint stood. */
    public Balance(OperatorStateStore store) throws Exception {
        stored =
                store.getListState(
                        new ListStateDescriptor<>(
                                "balance",
                                Types.TUPLE(Types.STRING, Types.LONG, Types.STRING, Types.LONG)));
        for (Tuple4<String, Long, String, Long> one : stored.get()) {
            Cell cell = cell(one.f0, one.f1);
            if (one.f2.equals(UNTIL)) {
                fold(topics.get(one.f0), Math.max(one.f3, cell.get(UNTIL)));
            } else {
                cell.add(one.f2, one.f3);
            }
        }
    }

    /**
     * Counts events.
     *
     * @param origin the record they came with
     * @param name one of {@link Count}
     * @param events how many; negative for what is here no longer
     */
    public void add(Origin origin, String name, long events) {
        if (events == 0) {
            return;
        }
        long hour = Math.floorDiv(origin.kafkaTime(), HOUR) * HOUR;
        if (last == null || hour != lastHour || !origin.topic().equals(lastTopic)) {
            last = cell(origin.topic(), hour);
            lastTopic = origin.topic();
            lastHour = hour;
        }
        last.add(name, events);
    }

    private Cell cell(String topic, long hour) {
        return topics.computeIfAbsent(topic, none -> new TreeMap<>())
                .computeIfAbsent(hour, none -> new Cell());
    }

    /** Makes one of the oldest hours, where there are too many. */
    private void fold() {
        last = null;
        for (TreeMap<Long, Cell> hours : topics.values()) {
            Cell earlier = hours.get(EARLIER);
            List<Long> newest = new ArrayList<>(hours.descendingMap().keySet());
            newest.remove(EARLIER);
            long until = earlier == null ? EARLIER : earlier.get(UNTIL);
            if (newest.size() > HOURS) {
                until = Math.max(until, newest.get(HOURS - 1));
            }
            if (until != EARLIER) {
                fold(hours, until);
            }
        }
    }

    private static void fold(TreeMap<Long, Cell> hours, long until) {
        Cell earlier = hours.computeIfAbsent(EARLIER, none -> new Cell());
        earlier.counts.put(UNTIL, new long[] {until});
        Map<Long, Cell> old = hours.subMap(EARLIER, false, until, false);
        old.values().forEach(earlier::addAll);
        old.clear();
    }

    /** Writes it to state. */
    public void snapshot() throws Exception {
        fold();
        List<Tuple4<String, Long, String, Long>> all = new ArrayList<>();
        topics.forEach(
                (topic, hours) ->
                        hours.forEach(
                                (hour, cell) ->
                                        cell.counts.forEach(
                                                (name, count) -> {
                                                    if (count[0] != 0) {
                                                        all.add(
                                                                Tuple4.of(
                                                                        topic, hour, name,
                                                                        count[0]));
                                                    }
                                                })));
        stored.update(all);
    }

    /**
     * How it stands, for a checkpoint that is about to be taken.
     *
     * @param operator uid of the operator
     * @param now epoch milliseconds; only tells which of two jobs ran later
     */
    public BalanceAudit publish(
            long checkpoint, String operator, RuntimeContext context, long now) {
        fold();
        String job = context.getJobInfo().getJobId().toHexString();
        int subtask = context.getTaskInfo().getIndexOfThisSubtask();
        List<BalanceCell> cells = new ArrayList<>();
        topics.forEach(
                (topic, hours) ->
                        hours.forEach((hour, cell) -> cells.add(cell(topic, hour, cell))));
        return BalanceAudit.newBuilder()
                .setBalanceId(job + "/" + checkpoint + "/" + operator + "/" + subtask)
                .setJobId(job)
                .setCheckpointId(checkpoint)
                .setTakenAt(Instant.ofEpochMilli(now))
                .setOperator(operator)
                .setSubtask(subtask)
                .setSubtasks(context.getTaskInfo().getNumberOfParallelSubtasks())
                .setCells(cells)
                .build();
    }

    private static BalanceCell cell(String topic, long hour, Cell cell) {
        Map<String, Long> passedOn = new TreeMap<>();
        cell.counts.forEach(
                (name, count) -> {
                    if (name.startsWith(Count.PASSED_ON) && count[0] != 0) {
                        passedOn.put(name.substring(Count.PASSED_ON.length()), count[0]);
                    }
                });
        boolean earlier = hour == EARLIER;
        return BalanceCell.newBuilder()
                .setTopic(topic)
                .setHour(earlier ? null : Instant.ofEpochMilli(hour))
                .setUntil(earlier ? Instant.ofEpochMilli(cell.get(UNTIL)) : null)
                .setReceived(cell.get(Count.RECEIVED))
                .setAccepted(cell.get(Count.ACCEPTED))
                .setDuplicates(cell.get(Count.DUPLICATES))
                .setFiltered(cell.get(Count.FILTERED))
                .setDeadLetters(cell.get(Count.DEAD_LETTERS))
                .setReplayed(cell.get(Count.REPLAYED))
                .setHeld(cell.get(Count.HELD))
                .setWaiting(cell.get(Count.WAITING))
                .setPending(cell.get(Count.PENDING))
                .setPassedOn(passedOn)
                .build();
    }
}
