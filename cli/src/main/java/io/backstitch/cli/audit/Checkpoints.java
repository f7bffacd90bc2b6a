package io.backstitch.cli.audit;

import io.backstitch.schemas.wire.BalanceAudit;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Collects the newest checkpoints of each job while the topic is read, and forgets older ones. */
final class Checkpoints {
    /** So many of one job may be incomplete before its newest complete one is overlooked. */
    private static final int KEPT = 16;

    private final Map<String, TreeMap<Long, Checkpoint>> jobs = new TreeMap<>();

    void add(BalanceAudit audit) {
        String job = audit.getJobId();
        TreeMap<Long, Checkpoint> kept = jobs.computeIfAbsent(job, id -> new TreeMap<>());
        if (kept.size() >= KEPT && audit.getCheckpointId() < kept.firstKey()) {
            return;
        }
        kept.computeIfAbsent(audit.getCheckpointId(), id -> new Checkpoint(job, id)).add(audit);
        if (kept.size() > KEPT) {
            kept.pollFirstEntry();
        }
    }

    /** The newest complete checkpoint of the job that ran last, or null. */
    Checkpoint newest() {
        return newest(null, Long.MAX_VALUE);
    }

    /** The complete checkpoint of the same job before that one, or null. */
    Checkpoint before(Checkpoint checkpoint) {
        return newest(checkpoint.job(), checkpoint.id());
    }

    private Checkpoint newest(String job, long before) {
        return jobs.values().stream()
                .flatMap(kept -> kept.values().stream())
                .filter(one -> job == null || one.job().equals(job))
                .filter(one -> one.id() < before && one.isComplete())
                .max(Comparator.comparing(Checkpoint::takenAt).thenComparing(Checkpoint::id))
                .orElse(null);
    }
}
