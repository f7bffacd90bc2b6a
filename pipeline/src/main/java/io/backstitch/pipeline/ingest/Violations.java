package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.Tally;
import io.backstitch.pipeline.normalise.Violation;
import io.backstitch.pipeline.record.RawRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the normaliser told about the record in hand, equal ones counted together. */
final class Violations implements Tally {
    /** One record cannot flood the topic; what is beyond is counted by the metric all the same. */
    private static final int MAX_KINDS = 200;

    private static final int MAX_NAME = 256;

    private final IngestMetrics metrics;
    private final Map<Violation, int[]> counts = new LinkedHashMap<>();

    Violations(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void count(Kind kind) {
        metrics.count(kind);
    }

    @Override
    public void refused(String attribute) {
        metrics.refused(attribute);
    }

    @Override
    public void violation(Violation violation) {
        metrics.violation();
        int[] count = counts.get(violation);
        if (count != null) {
            count[0]++;
        } else if (counts.size() < MAX_KINDS) {
            counts.put(violation, new int[] {1});
        }
    }

    /** Those of the record, in the order in which they were met; then there are none. */
    List<io.backstitch.schemas.wire.Violation> drain(RecordOutput output, String contractVersion) {
        if (counts.isEmpty()) {
            return List.of();
        }
        List<io.backstitch.schemas.wire.Violation> drained = new ArrayList<>(counts.size());
        counts.forEach(
                (violation, count) ->
                        drained.add(wire(violation, count[0], output, contractVersion)));
        counts.clear();
        return drained;
    }

    private static io.backstitch.schemas.wire.Violation wire(
            Violation violation, int count, RecordOutput output, String contractVersion) {
        RawRecord record = output.record();
        String event = shortened(violation.event());
        String field = violation.field() == null ? null : shortened(violation.field());
        return io.backstitch.schemas.wire.Violation.newBuilder()
                .setViolationId(
                        Digest.of(
                                "violation",
                                record.topic(),
                                Integer.toString(record.partition()),
                                Long.toString(record.offset()),
                                violation.event(),
                                violation.reason(),
                                violation.field(),
                                violation.expected(),
                                violation.found(),
                                violation.decision().word()))
                .setEvent(event)
                .setReason(violation.reason())
                .setField(field)
                .setExpected(violation.expected())
                .setFound(violation.found())
                .setDecision(violation.decision().word())
                .setSource(output.source())
                .setCount(count)
                .setContractVersion(contractVersion)
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setKafkaTime(Instant.ofEpochMilli(record.timestamp()))
                .build();
    }

    private static String shortened(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }
}
