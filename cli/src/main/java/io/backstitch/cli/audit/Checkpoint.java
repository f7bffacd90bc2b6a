package io.backstitch.cli.audit;

import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.BalanceCell;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the subtasks have published with one checkpoint. */
final class Checkpoint {
    /** Where all events begin. */
    static final String FIRST = "ingest";

    private final String job;
    private final long id;
    private final Map<String, TreeMap<Integer, BalanceAudit>> operators = new TreeMap<>();
    private Instant takenAt = Instant.MIN;

    Checkpoint(String job, long id) {
        this.job = job;
        this.id = id;
    }

    /** Adds a record; of the same subtask the last one counts. */
    void add(BalanceAudit audit) {
        operators
                .computeIfAbsent(audit.getOperator(), name -> new TreeMap<>())
                .put(audit.getSubtask(), audit);
        takenAt = takenAt.isAfter(audit.getTakenAt()) ? takenAt : audit.getTakenAt();
    }

    String job() {
        return job;
    }

    long id() {
        return id;
    }

    Instant takenAt() {
        return takenAt;
    }

    /** Operators that have published something. */
    Set<String> operators() {
        return operators.keySet();
    }

    /** What an operator's subtasks say, without those of an attempt at another parallelism. */
    List<BalanceAudit> of(String operator) {
        List<BalanceAudit> audits = new ArrayList<>();
        Map<Integer, BalanceAudit> all = operators.getOrDefault(operator, new TreeMap<>());
        int subtasks = 0;
        Instant newest = Instant.MIN;
        for (BalanceAudit audit : all.values()) {
            if (audit.getTakenAt().isAfter(newest)) {
                newest = audit.getTakenAt();
                subtasks = audit.getSubtasks();
            }
        }
        for (BalanceAudit audit : all.values()) {
            if (audit.getSubtasks() == subtasks) {
                audits.add(audit);
            }
        }
        return audits;
    }

    /** True if every operator that an event may have reached has published, all its subtasks. */
    boolean isComplete() {
        Set<String> reached = new TreeSet<>(operators.keySet());
        reached.add(FIRST);
        Queue<String> open = new ArrayDeque<>(reached);
        for (String operator; (operator = open.poll()) != null; ) {
            List<BalanceAudit> audits = of(operator);
            if (audits.isEmpty() || audits.size() < audits.get(0).getSubtasks()) {
                return false;
            }
            for (BalanceAudit audit : audits) {
                for (BalanceCell cell : audit.getCells()) {
                    for (String target : cell.getPassedOn().keySet()) {
                        if (reached.add(target)) {
                            open.add(target);
                        }
                    }
                }
            }
        }
        return true;
    }
}
