package io.backstitch.cli.audit;

import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.BalanceCell;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes records of the audit topic for tests. */
final class Subtasks {
    static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    static final Instant ELEVEN = Instant.parse("2026-11-23T11:00:00Z");

    private Subtasks() {}

    static BalanceAudit of(
            long checkpoint, String operator, int subtask, int subtasks, BalanceCell... cells) {
        return ofJob("job", checkpoint, operator, subtask, subtasks, cells);
    }

    static BalanceAudit ofJob(
            String job,
            long checkpoint,
            String operator,
            int subtask,
            int subtasks,
            BalanceCell... cells) {
        return BalanceAudit.newBuilder()
                .setBalanceId(job + "/" + checkpoint + "/" + operator + "/" + subtask)
                .setJobId(job)
                .setCheckpointId(checkpoint)
                .setTakenAt(ELEVEN.plusSeconds(checkpoint))
                .setOperator(operator)
                .setSubtask(subtask)
                .setSubtasks(subtasks)
                .setCells(List.of(cells))
                .build();
    }

    static BalanceCell.Builder cell(Instant hour) {
        return BalanceCell.newBuilder().setTopic("orders").setHour(hour).setPassedOn(Map.of());
    }

    static BalanceCell received(Instant hour, long events, Object... targets) {
        return cell(hour).setReceived(events).setPassedOn(ways(targets)).build();
    }

    private static Map<String, Long> ways(Object... targets) {
        Map<String, Long> ways = new TreeMap<>();
        for (int i = 0; i < targets.length; i += 2) {
            ways.put((String) targets[i], ((Number) targets[i + 1]).longValue());
        }
        return ways;
    }

    static Checkpoint checkpoint(long id, BalanceAudit... audits) {
        Checkpoint checkpoint = new Checkpoint("job", id);
        for (BalanceAudit audit : audits) {
            checkpoint.add(audit);
        }
        return checkpoint;
    }
}
