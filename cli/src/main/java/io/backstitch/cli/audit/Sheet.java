package io.backstitch.cli.audit;

import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.BalanceCell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up one checkpoint, by topic and hour.
 *
 * <p>An operator's own numbers always balance: they were taken at one moment. Between two operators
 * events may be under way, where checkpoints are unaligned: in the newest hour, or for a moment in
 * an earlier one. What is missing between two operators in an earlier hour at two checkpoints in a
 * row is lost.
 */
final class Sheet {
    /** Stands for the hours that are not told apart any more. */
    static final Instant EARLIER = Instant.MIN;

    private final TreeMap<Place, Row> rows = new TreeMap<>();
    private final Map<String, Instant> until = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** A topic and an hour. */
    record Place(String topic, Instant hour) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : hour.compareTo(other.hour);
        }

        @Override
        public String toString() {
            return topic + ", " + (hour.equals(EARLIER) ? "earlier hours" : "hour " + hour);
        }
    }

    /** All operators together, of one place. */
    static final class Row {
        long received;
        long accepted;
        long duplicates;
        long filtered;
        long deadLetters;

        /** Of those, accepted after all; no part of the sum. */
        long replayed;

        long held;
        long waiting;
        long pending;

        /** Left one operator and have not reached the next, which may be. */
        long underWay;

        /** By operator: what it received, less all that it accounts for. */
        private final Map<String, Long> unexplained = new TreeMap<>();

        /** By operator: what the others passed on to it, less what it received. */
        private final Map<String, Long> between = new TreeMap<>();

        long difference() {
            long ended = accepted + duplicates + filtered + deadLetters;
            return received - ended - held - waiting - pending - underWay;
        }
    }

    /**
     * @param before the complete checkpoint before it, or null
     */
    Sheet(Checkpoint checkpoint, Checkpoint before) {
        add(checkpoint);
        judge(before == null ? null : new Sheet(before));
    }

    private Sheet(Checkpoint checkpoint) {
        add(checkpoint);
    }

    /** In order: by topic, then by hour. */
    Map<Place, Row> rows() {
        return rows;
    }

    /** Every difference, and where it is; empty if there is none. */
    List<String> faults() {
        return faults;
    }

    private void add(Checkpoint checkpoint) {
        for (String operator : checkpoint.operators()) {
            for (BalanceAudit audit : checkpoint.of(operator)) {
                for (BalanceCell cell : audit.getCells()) {
                    if (cell.getUntil() != null) {
                        until.merge(
                                cell.getTopic(), cell.getUntil(), (a, b) -> a.isAfter(b) ? a : b);
                    }
                }
            }
        }
        for (String operator : checkpoint.operators()) {
            for (BalanceAudit audit : checkpoint.of(operator)) {
                audit.getCells().forEach(cell -> add(operator, cell));
            }
        }
    }

    /** Not every subtask begins to put hours together at the same time. */
    private Place place(BalanceCell cell) {
        Instant from = until.getOrDefault(cell.getTopic(), Instant.MIN);
        boolean earlier = cell.getHour() == null || cell.getHour().isBefore(from);
        return new Place(cell.getTopic(), earlier ? EARLIER : cell.getHour());
    }

    private void add(String operator, BalanceCell cell) {
        Row row = rows.computeIfAbsent(place(cell), place -> new Row());
        long passedOn = 0;
        for (Map.Entry<String, Long> way : cell.getPassedOn().entrySet()) {
            passedOn += way.getValue();
            row.between.merge(way.getKey(), way.getValue(), Long::sum);
        }
        long ended =
                cell.getAccepted()
                        + cell.getDuplicates()
                        + cell.getFiltered()
                        + cell.getDeadLetters();
        long here = cell.getHeld() + cell.getWaiting() + cell.getPending();
        row.unexplained.merge(operator, cell.getReceived() - ended - here - passedOn, Long::sum);
        if (operator.equals(Checkpoint.FIRST)) {
            row.received += cell.getReceived();
        } else {
            row.between.merge(operator, -cell.getReceived(), Long::sum);
        }
        row.accepted += cell.getAccepted();
        row.duplicates += cell.getDuplicates();
        row.filtered += cell.getFiltered();
        row.deadLetters += cell.getDeadLetters();
        row.replayed += cell.getReplayed();
        row.held += cell.getHeld();
        row.waiting += cell.getWaiting();
        row.pending += cell.getPending();
    }

    private void judge(Sheet before) {
        rows.forEach(
                (place, row) -> {
                    Place later = rows.higherKey(place);
                    boolean newest = later == null || !later.topic().equals(place.topic());
                    Row earlier = before == null ? null : before.rows.get(place);
                    inside(place, row);
                    between(place, row, newest ? null : earlier);
                });
    }

    private void inside(Place place, Row row) {
        row.unexplained.forEach(
                (operator, events) -> {
                    if (events > 0) {
                        faults.add(place + ": " + operator + " has lost " + Counted.of(events));
                    } else if (events < 0) {
                        faults.add(
                                place
                                        + ": "
                                        + operator
                                        + " accounts for "
                                        + Counted.of(-events)
                                        + " that it never received");
                    }
                });
    }

    /**
     * @param earlier the same place at the checkpoint before; null if nothing follows from it
     */
    private void between(Place place, Row row, Row earlier) {
        row.between.forEach(
                (operator, events) -> {
                    long still = earlier == null ? 0 : earlier.between.getOrDefault(operator, 0L);
                    long lost = Math.max(0, Math.min(events, still));
                    row.underWay += Math.max(0, events) - lost;
                    if (lost > 0) {
                        faults.add(
                                place
                                        + ": "
                                        + Counted.of(lost)
                                        + " passed on to "
                                        + operator
                                        + " never arrived there");
                    } else if (events < 0) {
                        faults.add(
                                place
                                        + ": "
                                        + operator
                                        + " received "
                                        + Counted.of(-events)
                                        + " more than was passed on to it");
                    }
                });
    }
}
